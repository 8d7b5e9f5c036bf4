import { describe, expect, it } from "vitest";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { listDomains } from "@/lib/use-cases/directory/list-domains";
import { addActor, addPerson, SYSTEM } from "@/tests/support/people";

const ALL = { q: "", page: 1, size: 10, sort: null, add: false, edit: "", remove: "" };

describe("a list of domains", () => {
  it("says how many users each has and how many of them are enabled, and sorts by either", async () => {
    const boss = await addActor("boss@acme.example", "sysadmin");
    for (const name of ["ann", "bob", "eve"]) await addPerson(`${name}@globex.example`);
    for (const name of ["ann", "bob"]) await disableUser(SYSTEM, `${name}@globex.example`);
    await addPerson("eva@acme.example");
    const counts = async (field: string) => {
      const { domains } = await listDomains(boss, { ...ALL, sort: { field, descending: true } });
      return domains.map(({ name, users, enabled }) => [name, users, enabled]);
    };
    const [acme, globex] = [
      ["acme.example", 2, 2],
      ["globex.example", 3, 1],
    ];
    expect(await counts("users")).toEqual([globex, acme]);
    expect(await counts("enabled")).toEqual([acme, globex]);
  });
});
