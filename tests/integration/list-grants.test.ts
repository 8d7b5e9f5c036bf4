import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import type { ListRequest } from "@/lib/list-request";
import { chooseColumns } from "@/lib/use-cases/grants/choose-columns";
import { type GrantRequest, listGrants } from "@/lib/use-cases/grants/list-grants";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActor, addActors, addCrowd, addPerson } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

const ALL: ListRequest = { q: "", page: 1, size: 100, sort: null };

async function names(actor: UserActor, request: Partial<ListRequest>): Promise<string[]> {
  return (await listGrants(actor, { ...ALL, ...request })).users.map((user) => user.name);
}

describe("the matrix of users and licenses", () => {
  it.each(["nobody", "outsider"] as const)("is denied to %s", async (who) => {
    const actors = await addActors();
    await expect(listGrants(actors[who], ALL)).rejects.toMatchObject({ code: "access_denied" });
  });

  it("shows to a writer the own domain only, and all domains to whoever has all_domains", async () => {
    const { writer, sysadmin, reader } = await addActors();
    const own = await listGrants(writer, ALL);
    expect(own.users.map(({ domain }) => domain)).toEqual(Array(5).fill("acme.example"));
    expect(own).toMatchObject({ total: { count: 5, more: false }, writable: true });
    expect((await listGrants(sysadmin, ALL)).total.count).toBe(6);
    expect(await names(writer, { q: "foreign" })).toEqual([]);
    expect((await listGrants(reader, ALL)).writable).toBe(false);
  });

  it("shows what each user holds, in ended and withdrawn licenses too, and who is disabled", async () => {
    const reader = await addActor("reader@acme.example", "reader");
    const [kept, gone] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
    await install(issuer, [kept, gone]);
    const { id } = await addPerson("anna@acme.example", { name: "Anna" });
    await grant(id, kept, gone);
    await install(issuer, [kept]);
    await sql`update users set disabled_at = now() where id = ${id}`;
    const { users, licenses } = await listGrants(reader, { ...ALL, choices: true });
    expect(users[0]).toMatchObject({ id, name: "Anna", username: "anna", domain: "acme.example", disabled: true });
    expect(users[0]?.held.toSorted()).toEqual([kept.id, gone.id].toSorted());
    expect(users[1]?.held).toEqual([]);
    expect(licenses.map(({ id: license, used, withdrawnAt }) => [license, used, withdrawnAt === null])).toEqual([
      [kept.id, 1, true],
      [gone.id, 1, false],
    ]);
  });

  it("brings the licenses that are shown, named by a filter or warned of, and all with all domains for a window", async () => {
    const reader = await addActor("reader@acme.example", "reader");
    const [shown, other, gone, full] = [named("A", 5), named("B", 5), named("C", 5), named("D", 2)];
    await install(issuer, [shown, other, gone, full]);
    await install(issuer, [shown, other, full]);
    const ids = async (request: Partial<GrantRequest>) =>
      (await listGrants(reader, { ...ALL, ...request })).licenses.map(({ id }) => id);
    expect(await ids({})).toEqual([shown.id, other.id, full.id]);
    expect(await ids({ columns: [shown.id] })).toEqual([shown.id]);
    expect(await ids({ columns: [shown.id], without: gone.id })).toEqual([shown.id, gone.id]);
    expect(await ids({ columns: [shown.id], choices: true })).toEqual([shown.id, other.id, gone.id, full.id]);
    expect((await listGrants(reader, ALL)).domains).toEqual([]);
    expect((await listGrants(reader, { ...ALL, choices: true })).domains).toEqual(["acme.example"]);
    await grant((await addPerson("anna@acme.example")).id, full);
    expect(await ids({ columns: [shown.id] })).toEqual([shown.id, full.id]);
    await chooseColumns(reader, [other.id]);
    expect(await ids({})).toEqual([other.id, full.id]);
  });
});

const PEOPLE = {
  "a.neill@acme.example": "Anna O'Neill",
  "maryana@acme.example": "Мар'яна Ковальчук",
  "jose@acme.example": "José Núñez",
  "smith_100%@acme.example": "Smith 100%",
  "annabel@acme.example": "Annabel Lee",
  "emoji@acme.example": "🎉 Party",
};

describe("searching the matrix", () => {
  let reader: UserActor;

  beforeEach(async () => {
    reader = await addActor("zzz@acme.example", "reader");
    for (const [address, name] of Object.entries(PEOPLE)) await addPerson(address, { name });
  });

  it.each([
    ["anna", ["Anna O'Neill", "Annabel Lee"]],
    ["ANNA", ["Anna O'Neill", "Annabel Lee"]],
    ["neill", ["Anna O'Neill"]],
    ["ill", []],
    ["o'ne", ["Anna O'Neill"]],
    ["anna nei", ["Anna O'Neill"]],
    ["lee anna", ["Annabel Lee"]],
    ["ков", ["Мар'яна Ковальчук"]],
    ["КОВАЛЬЧУК мар", ["Мар'яна Ковальчук"]],
    ["яна", ["Мар'яна Ковальчук"]],
    ["maryana", ["Мар'яна Ковальчук"]],
    ["núñ", ["José Núñez"]],
    ["nu\u0301n\u0303", ["José Núñez"]],
    ["ann*l", ["Anna O'Neill", "Annabel Lee"]],
    ["ann*bel", ["Annabel Lee"]],
    ["*ez", ["José Núñez"]],
    ["100%", ["Smith 100%"]],
    ["%", []],
    ["smith_100%", ["Smith 100%"]],
    ["_", []],
    ["🎉", ["🎉 Party"]],
    ["\\", []],
    ["' or 1=1 --", []],
    ["x".repeat(10_240), []],
    ["nobody", []],
  ])("for %j finds %j", async (q, found) => {
    const { users, total } = await listGrants(reader, { ...ALL, q });
    expect(users.map(({ name }) => name).toSorted()).toEqual(found.toSorted());
    expect(total).toEqual({ count: found.length, more: false });
  });

  it("finds a user by the new name after a change, and no more by the old", async () => {
    await sql`update users set name = 'Bob Ross' where name = 'Annabel Lee'`;
    expect(await names(reader, { q: "ross" })).toEqual(["Bob Ross"]);
    expect(await names(reader, { q: "lee" })).toEqual([]);
    // More than can be looked for finds nobody, not those whom its beginning would find.
    const numbers = Array.from({ length: 25 }, (_, nth) => `zzz${nth}`).join(" ");
    for (const q of [`ross ${numbers}`, `ross ${"z".repeat(300)}`]) expect(await names(reader, { q })).toEqual([]);
    await sql`delete from users where name = 'Bob Ross'`;
    expect(await sql`select 1 from user_words where word = 'ross'`).toHaveLength(0);
  });

  it("sorts by name as people do, whatever the case, both ways", async () => {
    await addPerson("lower@acme.example", { name: "annabel aaa" });
    const order = ["Anna O'Neill", "annabel aaa", "Annabel Lee", "José Núñez", "Smith 100%"];
    const shown = (await names(reader, {})).filter((name) => order.includes(name));
    expect(shown).toEqual(order);
    const back = await names(reader, { sort: { field: "name", descending: true } });
    expect(back.filter((name) => order.includes(name))).toEqual(order.toReversed());
  });

  it("sorts by who holds a license, then by name", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const [row] = await sql`select id::text from users where name = 'Smith 100%'`;
    await grant(String(row?.id), license);
    const sort = { field: `license.${license.id}`, descending: true };
    expect((await names(reader, { sort }))[0]).toBe("Smith 100%");
    expect((await names(reader, { sort: { ...sort, descending: false } })).at(-1)).toBe("Smith 100%");
  });

  it("sorts those of one name by who holds a license, where that is asked second", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    await addPerson("first@acme.example", { name: "Twin" });
    await grant((await addPerson("second@acme.example", { name: "Twin" })).id, license);
    const twins = async (descending: boolean, q: string) => {
      const alsoSort = [{ field: `license.${license.id}`, descending }];
      const { users } = await listGrants(reader, { ...ALL, q, sort: { field: "name", descending: false }, alsoSort });
      return users.filter(({ name }) => name === "Twin").map(({ username }) => username);
    };
    for (const q of ["", "twin"]) {
      expect(await twins(true, q)).toEqual(["second", "first"]);
      expect(await twins(false, q)).toEqual(["first", "second"]);
    }
  });

  it.each(["license.x", `license.${"-".repeat(36)}`, "license.", "password_hash", "__proto__"])(
    "sorts by name when the field %j means nothing",
    async (field) => {
      expect(await names(reader, { sort: { field, descending: false } })).toEqual(await names(reader, {}));
    },
  );

  it("has pages that together hold everybody once", async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => names(reader, { page, size: 2 })));
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 2, 1]);
    expect(new Set(pages.flat()).size).toBe(7);
  });
});

describe("the total of the matrix", () => {
  it("is exact to 10,000 and says more beyond", async () => {
    const reader = await addActor("reader@acme.example", "reader");
    await addCrowd(9_999);
    expect((await listGrants(reader, { ...ALL, size: 1 })).total).toEqual({ count: 10_000, more: false });
    await addCrowd(1, "acme.example", "more");
    expect((await listGrants(reader, { ...ALL, size: 1 })).total).toEqual({ count: 10_000, more: true });
    expect((await listGrants(reader, { ...ALL, size: 1, q: "user" })).total).toEqual({ count: 9_999, more: false });
  });

  it("of a common search that something else narrows counts among the first 1,000 found, and says more", async () => {
    const reader = await addActor("reader@acme.example", "reader");
    const license = named("CALL_CENTER", 20_000);
    await install(issuer, [license]);
    const [first = ""] = await addCrowd(10_001);
    await grant(first, license);
    const search = { ...ALL, size: 1, q: "user" };
    expect((await listGrants(reader, { ...search, without: license.id })).total).toEqual({ count: 999, more: true });
    expect((await listGrants(reader, { ...search, has: license.id })).total).toEqual({ count: 1, more: false });
  });

  it("of a search among 10,001 holders, all of whom it finds, says more than 10,000", async () => {
    const reader = await addActor("reader@acme.example", "reader");
    const license = named("CALL_CENTER", 20_000);
    await install(issuer, [license]);
    await addCrowd(10_001);
    await sql`insert into grants (license_id, user_id) select ${license.id}, id from users where username like 'user%'`;
    const { total } = await listGrants(reader, { ...ALL, size: 1, q: "user", has: license.id });
    expect(total).toEqual({ count: 10_000, more: true });
  });
});
