import { describe, expect, it } from "vitest";
import { deleteRole } from "@/lib/use-cases/directory/delete-role";
import { listRoles } from "@/lib/use-cases/directory/list-roles";
import { setUserRoles } from "@/lib/use-cases/directory/set-user-roles";
import { addClerk } from "@/tests/support/clerks";
import { hold, untilWaiting } from "@/tests/support/open-transactions";
import { addPerson, SYSTEM, setRole } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";

const refused = { code: "bad_request", params: { field: "role" } };

describe("a role is not deleted", () => {
  it("by whoever lacks a right, while somebody has it, nor sysadmin, nor one that is not there", async () => {
    const chief = await addClerk("chief@acme.example", "chief clerk");
    await setRole("unused", { permissions: [], sections: [] });
    const before = await everyRow();
    await expect(deleteRole(chief, "unused")).rejects.toMatchObject({ code: "access_denied" });
    await expect(deleteRole(SYSTEM, "chief clerk")).rejects.toMatchObject(refused);
    await expect(deleteRole(SYSTEM, "sysadmin")).rejects.toMatchObject(refused);
    await expect(deleteRole(SYSTEM, "ghost")).rejects.toMatchObject({ code: "not_found" });
    expect(await everyRow()).toEqual(before);
  });

  it("that is being given to somebody", async () => {
    const anna = await addPerson("anna@acme.example");
    await setRole("wanted", { permissions: ["read"], sections: [] });
    const giving = await hold(
      (connection) => connection`
      insert into user_roles (user_id, role_id) select ${anna.id}::bigint, id from roles where name = 'wanted'`,
    );
    const deletion = deleteRole(SYSTEM, "wanted");
    await Promise.all([expect(deletion).rejects.toMatchObject(refused), untilWaiting().then(() => giving.commit())]);
    expect((await listRoles(SYSTEM)).map(({ name, users }) => [name, users])).toContainEqual(["wanted", 1]);
  });

  it("and given to somebody all the same", async () => {
    const anna = await addPerson("anna@acme.example");
    await setRole("unwanted", { permissions: ["read"], sections: [] });
    const deletion = await hold((connection) => connection`delete from roles where name = 'unwanted'`);
    const gift = setUserRoles(SYSTEM, anna.address, ["unwanted"]);
    await Promise.all([
      expect(gift).rejects.toMatchObject({ code: "bad_request", params: { field: "role" } }),
      untilWaiting().then(() => deletion.commit()),
    ]);
  });

  it("and given to somebody at the same time", async () => {
    const anna = await addPerson("anna@acme.example");
    for (let round = 0; round < 10; round++) {
      await setRole(`role ${round}`, { permissions: ["read"], sections: [] });
      const both = await Promise.allSettled([
        setUserRoles(SYSTEM, anna.address, [`role ${round}`]),
        deleteRole(SYSTEM, `role ${round}`),
      ]);
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });
});

it("a role that nobody has is deleted, with its rights in history; the others are listed with how many have them", async () => {
  await addClerk("clerk@acme.example", "clerk");
  await setRole("unused", { permissions: ["read"], sections: ["admin"] });
  expect((await listRoles(SYSTEM)).map(({ name, users }) => [name, users])).toEqual([
    ["clerk", 1],
    ["sysadmin", 0],
    ["unused", 0],
  ]);
  await deleteRole(SYSTEM, "unused");
  expect((await listRoles(SYSTEM)).map(({ name }) => name)).toEqual(["clerk", "sysadmin"]);
  expect(await auditEntries("delete_role")).toMatchObject([
    { before: { role: "unused", permissions: ["read"], sections: ["admin"] }, after: null },
  ]);
});
