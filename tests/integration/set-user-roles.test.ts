import { describe, expect, it } from "vitest";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { editUser } from "@/lib/use-cases/directory/edit-user";
import { setPassword } from "@/lib/use-cases/directory/set-password";
import { setUserRoles } from "@/lib/use-cases/directory/set-user-roles";
import { addClerk, addClerkRoles, giveRole, rolesOf } from "@/tests/support/clerks";
import { addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { sql } from "@/tests/support/worker-database";

const DENIED = { code: "access_denied" };

describe("roles are not changed", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("by %s", async (who) => {
    const actors = await addActors();
    const before = await everyRow();
    await expect(setUserRoles(actors[who], "nobody@acme.example", ["reader"])).rejects.toMatchObject(DENIED);
    await expect(editUser(actors[who], "nobody@acme.example", "X")).rejects.toMatchObject(DENIED);
    expect(await everyRow()).toEqual(before);
  });

  it("to ones with rights that the actor lacks: neither given, nor taken, nor given to a new user", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await addClerkRoles();
    await giveRole(await addPerson("root@acme.example"), "sysadmin");
    await addPerson("anna@acme.example");
    const before = await everyRow();
    for (const role of ["sysadmin", "chief clerk", "license manager"]) {
      await expect(setUserRoles(clerk, "anna@acme.example", [role])).rejects.toMatchObject(DENIED);
      const added = { address: "new@acme.example", name: "New", password: null, roles: [role] };
      await expect(addUser(clerk, added)).rejects.toMatchObject(DENIED);
    }
    await expect(setUserRoles(clerk, "root@acme.example", [])).rejects.toMatchObject(DENIED);
    await expect(setPassword(clerk, "root@acme.example", "correct horse")).rejects.toMatchObject(DENIED);
    expect(await everyRow()).toEqual(before);
  });

  it("for users of other domains, to unknown ones, or by taking one's own", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await addPerson("foreign@globex.example");
    const before = await everyRow();
    const notFound = { code: "not_found" };
    await expect(setUserRoles(clerk, "foreign@globex.example", [])).rejects.toMatchObject(notFound);
    await expect(editUser(clerk, "foreign@globex.example", "X")).rejects.toMatchObject(notFound);
    const added = { address: "new@globex.example", name: "New", password: null, roles: [] };
    await expect(addUser(clerk, added)).rejects.toMatchObject({ code: "bad_request", params: { field: "domain" } });
    for (const [roles, field] of [[["king"], "role"] as const, [["a\0"], "role"] as const, [[], "user"] as const]) {
      const refused = { code: "bad_request", params: { field } };
      await expect(setUserRoles(clerk, "clerk@acme.example", roles)).rejects.toMatchObject(refused);
    }
    expect(await everyRow()).toEqual(before);
  });
});

describe("the roles of a user", () => {
  it("become exactly those named, with one audit entry; roles beyond the actor's rights that stay do not matter", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await addClerkRoles();
    const anna = await addPerson("anna@acme.example");
    await giveRole(anna, "license manager");
    expect(await setUserRoles(clerk, "Anna@acme.example", ["viewer", "license manager", "viewer"])).toBe(true);
    expect(await rolesOf(anna.id)).toEqual(["license manager", "viewer"]);
    expect(await setUserRoles(clerk, "anna@acme.example", ["license manager", "viewer"])).toBe(false);
    expect(await auditEntries("set_user_roles")).toMatchObject([
      {
        user_id: anna.id,
        before: { user: "anna", roles: ["license manager"] },
        after: { user: "anna", domain: "acme.example", roles: ["license manager", "viewer"] },
      },
    ]);
    await setUserRoles(SYSTEM, "anna@acme.example", []);
    expect(await rolesOf(anna.id)).toEqual([]);
  });

  it("are one of the two sets when two administrators set them at once", async () => {
    await addClerkRoles();
    const anna = await addPerson("anna@acme.example");
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        setUserRoles(SYSTEM, "anna@acme.example", index % 2 ? ["viewer", "clerk"] : ["license manager"]),
      ),
    );
    expect([["clerk", "viewer"], ["license manager"]]).toContainEqual(await rolesOf(anna.id));
  });
});

describe("the name of a user", () => {
  it("changes with its words and an audit entry, or stays", async () => {
    const anna = await addPerson("anna@acme.example", { name: "Anna Koval" });
    expect(await editUser(SYSTEM, "anna@acme.example", " Anna Бондар ")).toBe(true);
    expect(await editUser(SYSTEM, "anna@acme.example", "Anna Бондар")).toBe(false);
    const words = await sql`select word from user_words where user_id = ${anna.id} order by word`;
    expect(words.map(({ word }) => word)).toEqual(["anna", "бондар"]);
    expect(await auditEntries("edit_user")).toMatchObject([
      { user_id: anna.id, before: { user: "Anna Koval" }, after: { user: "Anna Бондар", username: "anna" } },
    ]);
    for (const name of ["", "x".repeat(201), "a\0"]) {
      const refused = { code: "bad_request", params: { field: "name" } };
      await expect(editUser(SYSTEM, "anna@acme.example", name)).rejects.toMatchObject(refused);
    }
  });
});
