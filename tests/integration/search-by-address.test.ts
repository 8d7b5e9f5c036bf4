import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { listAudit } from "@/lib/use-cases/audit/list-audit";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { listUsers } from "@/lib/use-cases/directory/list-users";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { listGrants } from "@/lib/use-cases/grants/list-grants";
import { listHolders } from "@/lib/use-cases/licenses/list-holders";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { actorOf, addActor, addPerson, setRole } from "@/tests/support/people";
import { asPerson } from "@/tests/support/who-may-lines";
import { issuer, sql } from "@/tests/support/worker-database";

const ALL = { page: 1, size: 100, sort: null };
const NO_WINDOW = { domain: "", state: "", add: false, import: false, edit: "" } as const;
const LICENSE = named("CALL_CENTER", 50);

let admin: UserActor;

beforeEach(async () => {
  await install(issuer, [LICENSE]);
  admin = await addActor("root@acme.example", "sysadmin");
  const people = [
    await addPerson("anna@acme.example", { name: "Anna One" }),
    await addPerson("anna@globex.example", { name: "Anna Two" }),
    await addPerson("anna.lee@acme.example", { name: "Anna Lee" }),
    await addPerson("joanna@acme.example", { name: "Joanna Cho" }),
    await addPerson("odd@acme.example", { name: "R@D Anna" }),
  ];
  await changeGrants(
    admin,
    people.map(({ id }) => ({ userId: id, licenseId: LICENSE.id, held: true })),
  );
});

const directory = async (q: string) => (await listUsers(admin, { ...ALL, ...NO_WINDOW, q })).users;
const holders = async (q: string) => (await listHolders(admin, LICENSE.id, { ...ALL, q })).holders;
const matrix = async (q: string) => (await listGrants(admin, { ...ALL, q, has: LICENSE.id })).users;

describe("a search by address", () => {
  it.each([
    ["anna@acme.example", ["Anna One"]],
    ["ANNA@Acme.Example", ["Anna One"]],
    ["anna@", ["Anna One", "Anna Two"]],
    ["anna@g", ["Anna Two"]],
    ["anna@example", []],
    ["anna@acme.example.org", []],
    ["lee@acme", ["Anna Lee"]],
    ["anna.lee@acme.ex", ["Anna Lee"]],
    ["nna@acme", []],
    ["an*@acme*", ["Anna Lee", "Anna One"]],
    ["an*@acm*xample", ["Anna Lee", "Anna One"]],
    ["an*@acm", ["Anna Lee", "Anna One"]],
    ["an*@acm*", ["Anna Lee", "Anna One"]],
    ["an*@acm*e", ["Anna Lee", "Anna One"]],
    ["an*@acm*m", []],
    ["an*@", ["Anna Lee", "Anna One", "Anna Two"]],
    ["ann@acme", []],
    ["two anna@g", ["Anna Two"]],
    ["one anna@g", []],
    ["r@d", ["R@D Anna"]],
    ["anna@acme.example anna@globex.example", []],
  ])("for %j finds %j in every list of people", async (q, expected) => {
    for (const list of [directory, holders, matrix]) {
      expect((await list(q)).map(({ name }) => name).toSorted()).toEqual(expected);
    }
  });

  it("asks everybody for each of more words than are looked up", async () => {
    await addPerson("many@acme.example", { name: "A B C D E F G H I J K" });
    expect(await directory("a b c d e f g h i j k")).toHaveLength(1);
    expect(await directory("a b c d e f g h i j l")).toEqual([]);
    expect(await directory("many@acme a b c d e f g h i j l")).toEqual([]);
  });

  it("finds nobody of another domain than one's own", async () => {
    const reader = await addActor("reader@acme.example", "reader");
    const found = (q: string) => asPerson(reader, (who) => listHolders(who, LICENSE.id, { ...ALL, q }));
    expect((await found("anna@globex.example")).holders).toEqual([]);
    expect((await found("anna@acme")).holders.map(({ name }) => name)).toEqual(["Anna One"]);
  });
});

/** To whom the license was assigned, as far as the audit list of `q` knows. */
async function subjects(q: string): Promise<string[]> {
  const filter = { q, license: "", act: "assign_license", from: "", till: "", actId: "" };
  const { entries } = await listAudit(admin, { ...filter, page: 1, size: 100 });
  return entries.map(({ userName }) => String(userName)).toSorted();
}

describe("the audit list of an address", () => {
  it("has what concerns whoever bears it, in whatever case, and nobody else, deleted or not", async () => {
    const others = [await addPerson("jo.anna@acme.example"), await addPerson("anna@acme.example.org")];
    for (const { id, address } of others) {
      await changeGrants(admin, [{ userId: id, licenseId: LICENSE.id, held: true }]);
      expect(await subjects("anna@acme.example")).toEqual(["Anna One"]);
      await deleteUser(admin, address);
    }
    await sql`insert into audit_entries (act, act_id, actor_kind, actor_name)
      values ('assign_license', gen_random_uuid(), 'command', 'anna@acme.example.org')`;
    for (const q of ["anna@acme.example", " Anna@ACME.example "]) expect(await subjects(q)).toEqual(["Anna One"]);
  });

  it("has what concerned whoever bore it until they were deleted, and nobody else", async () => {
    await addPerson("jo.anna@acme.example");
    await deleteUser(admin, "anna@acme.example");
    expect(await subjects("anna@acme.example")).toEqual(["Anna One"]);
    expect(await subjects("anna@acme.exampl")).toEqual(["Anna One"]);
  });

  it("that nobody bears or bore has those whose address begins with it", async () => {
    expect(await subjects("anna@")).toEqual(["Anna One", "Anna Two"]);
    expect(await subjects("an*@acme*")).toEqual(["Anna Lee", "Anna One"]);
    for (const q of ["nobody@acme.example", "anna@acme.example@x"]) expect(await subjects(q)).toEqual([]);
  });

  it("of another domain does not tell an auditor of one domain whether somebody bears it", async () => {
    await addPerson("namesake@acme.example", { name: "anna@globex.example" });
    await setRole("auditor", { permissions: ["read"], sections: ["admin", "admin/audit"] });
    const auditor = await addPerson("auditor@acme.example");
    await sql`insert into user_roles select ${auditor.id}::bigint, id from roles where name = 'auditor'`;
    const actor = await actorOf(auditor);
    const filter = { license: "", act: "", from: "", till: "", actId: "", page: 1, size: 100 };
    const found = async (q: string) => (await listAudit(actor, { ...filter, q })).entries.map(({ act }) => act);
    expect(await found("anna@globex.example")).toEqual(await found("namesake@acme.example"));
    expect(await found("anna@globex.example")).not.toEqual([]);
  });
});
