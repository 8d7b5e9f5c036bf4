import { describe, expect, it } from "vitest";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { addClerk, giveRole } from "@/tests/support/clerks";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { actorOf, addActors, addPerson, SYSTEM, setRole } from "@/tests/support/people";
import { auditEntries, counted, everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const refusedSelf = { code: "bad_request", params: { field: "user" } };

describe("deleting a user is denied", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("to %s", async (who) => {
    const actors = await addActors();
    const before = await everyRow();
    await expect(deleteUser(actors[who], "nobody@acme.example")).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("without the permission delete", async () => {
    await setRole("editor", { permissions: ["read", "add", "write"], sections: ["admin", "admin/users"] });
    const editor = await addPerson("editor@acme.example");
    await sql`insert into user_roles select ${editor.id}::bigint, id from roles where name = 'editor'`;
    await addPerson("anna@acme.example");
    const act = deleteUser(await actorOf(editor), "anna@acme.example");
    await expect(act).rejects.toMatchObject({ code: "access_denied" });
  });

  it("for foreign users, for people with more rights, and for oneself", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await addPerson("foreign@globex.example");
    await giveRole(await addPerson("root@acme.example"), "sysadmin");
    await giveRole(await addPerson("chief@acme.example"), "chief clerk");
    const before = await everyRow();
    await expect(deleteUser(clerk, "foreign@globex.example")).rejects.toMatchObject({ code: "not_found" });
    for (const address of ["root@acme.example", "chief@acme.example"]) {
      await expect(deleteUser(clerk, address)).rejects.toMatchObject({ code: "access_denied" });
    }
    await expect(deleteUser(clerk, "clerk@acme.example")).rejects.toMatchObject(refusedSelf);
    expect(await everyRow()).toEqual(before);
  });
});

describe("a deleted user", () => {
  it("is gone with sessions, seats, grants and words; history keeps what was held", async () => {
    const [own, shared] = [named("VOIP_DEVICE", 1), concurrent("CALL_CENTER", 1)];
    await install(issuer, [own, shared]);
    const anna = await addPerson("anna@acme.example", { name: "Anna Koval", roles: ["reader"] });
    await grant(anna.id, own, shared);
    await signIn(anna.address, anna.password);
    expect(await deleteUser(SYSTEM, anna.address)).toEqual({ sessions: 1, seats: 1, grants: 2 });
    for (const table of ["users", "sessions", "seats", "grants", "user_words", "user_roles"]) {
      expect(await sql`select 1 from ${sql(table)}`, table).toHaveLength(0);
    }
    expect(await counted(own.id)).toEqual({ granted: 0, grants: 0 });
    const [entry] = await auditEntries("delete_user");
    expect(entry).toMatchObject({
      user_id: anna.id,
      before: { user: "Anna Koval", username: "anna", domain: "acme.example", roles: ["reader"], ended_sessions: 1 },
      after: null,
    });
    const revoked = await auditEntries("revoke_license");
    expect(revoked.map(({ before, act_id }) => [before?.product, before?.user, act_id === entry?.act_id])).toEqual([
      ["CALL_CENTER", "Anna Koval", true],
      ["VOIP_DEVICE", "Anna Koval", true],
    ]);
    await expect(deleteUser(SYSTEM, anna.address)).rejects.toMatchObject({ code: "not_found" });
  });

  it("has no access token left, and history says that each was taken back, under the same act", async () => {
    const anna = await addPerson("anna@acme.example", { name: "Anna" });
    for (const name of ["nightly", "report"]) await addToken(SYSTEM, anna.address, { name, scope: "read", days: 1 });
    await sql`update access_tokens set ends_at = now() where name = 'report'`;
    await deleteUser(SYSTEM, anna.address);
    expect(await sql`select 1 from access_tokens`).toHaveLength(0);
    const [entry] = await auditEntries("delete_user");
    const about = { user: "Anna", username: "anna", domain: "acme.example", token_scope: "read" };
    const revoked = { user_id: anna.id, act_id: entry?.act_id, after: null };
    expect(await auditEntries("revoke_token")).toMatchObject([
      { ...revoked, before: { token: "nightly", ...about } },
      { ...revoked, before: { token: "report", ...about } },
    ]);
  });
});
