import { describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { exportHolders } from "@/lib/use-cases/licenses/export-holders";
import { isHolderField, listHolders } from "@/lib/use-cases/licenses/list-holders";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addActor, addActors, addCrowd, addPerson, PASSWORD } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

const ALL = { q: "", page: 1, size: 100, sort: null };

async function names(actor: UserActor, license: { id: string }, request = {}): Promise<string[]> {
  return (await listHolders(actor, license.id, { ...ALL, ...request })).holders.map(({ name }) => name);
}

/** Holders of the license in order of their grants. */
async function hold(license: { id: string }, ...addresses: string[]) {
  for (const address of addresses) await grant((await addPerson(address)).id, license);
}

describe("listing who holds a license is denied", () => {
  it.each(["outsider", "nobody"] as const)("to %s", async (who) => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const actors = await addActors();
    await expect(listHolders(actors[who], license.id, ALL)).rejects.toMatchObject({ code: "access_denied" });
  });

  it("when there is no such license", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    const { reader } = await addActors();
    for (const id of [named("X", 1).id, "x", "", "\0"]) {
      await expect(listHolders(reader, id, ALL)).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("for users of other domains, who do not exist without all_domains", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { reader, sysadmin } = await addActors();
    await hold(license, "anna@acme.example", "bob@globex.example");
    expect(await listHolders(reader, license.id, ALL)).toMatchObject({
      total: { count: 1, more: false },
      holders: [{ name: "anna" }],
    });
    expect(await names(reader, license, { q: "bob" })).toEqual([]);
    expect(await listHolders(sysadmin, license.id, ALL)).toMatchObject({
      total: { count: 2 },
      holders: [
        { name: "anna", username: "anna", domain: { name: "acme.example" } },
        { name: "bob", username: "bob", domain: { name: "globex.example" } },
      ],
    });
  });
});

describe("the holders of a license", () => {
  it("are all who were given it, named or concurrent, and nobody else", async () => {
    const [mine, other, shared] = [named("CALL_CENTER", 5), named("CALL_CENTER", 5), concurrent("CALL_CENTER", 1)];
    await install(issuer, [mine, other, shared]);
    const sysadmin = await addActor("admin@acme.example", "sysadmin");
    await hold(mine, "anna@acme.example", "bob@acme.example");
    await hold(other, "carl@acme.example");
    await hold(shared, "dora@acme.example", "emil@acme.example");
    expect(await names(sysadmin, mine)).toEqual(["anna", "bob"]);
    expect(await names(sysadmin, shared)).toEqual(["dora", "emil"]);
  });

  it("stand with whoever is signed in first, then by name, over all pages", async () => {
    const license = concurrent("CALL_CENTER", 50);
    await install(issuer, [license]);
    const sysadmin = await addActor("admin@acme.example", "sysadmin");
    for (const id of await addCrowd(23)) await grant(id, license);
    for (const user of ["user7", "user19"]) await signIn(`${user}@acme.example`, PASSWORD);
    await signIn("user19@acme.example", PASSWORD);
    const everybody = await names(sysadmin, license);
    expect(everybody.slice(0, 3)).toEqual(["user 19", "user 7", "user 1"]);
    const { holders, license: shown } = await listHolders(sysadmin, license.id, { ...ALL, size: 3 });
    expect(holders.map(({ signedIn, sessions }) => [signedIn, sessions])).toEqual([
      [true, 2],
      [true, 1],
      [false, 0],
    ]);
    expect(shown).toMatchObject({ product: "CALL_CENTER", used: 2, limit: 50 });
    const pages = await Promise.all([1, 2, 3, 4].map((page) => names(sysadmin, license, { page, size: 7 })));
    expect(pages.flat()).toEqual(everybody);
    expect(new Set(everybody).size).toBe(23);
  });

  it("are signed in through a live session only, in a named license too", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const sysadmin = await addActor("admin@acme.example", "sysadmin");
    await hold(license, "anna@acme.example", "bob@acme.example");
    await signIn("bob@acme.example", PASSWORD);
    const states = async () =>
      (await listHolders(sysadmin, license.id, ALL)).holders.map(({ name, signedIn }) => [name, signedIn]);
    expect(await states()).toEqual([
      ["bob", true],
      ["anna", false],
    ]);
    await sql`update sessions set idle_ends_at = now() - interval '1 second'`;
    expect(await states()).toEqual([
      ["anna", false],
      ["bob", false],
    ]);
  });

  it("are found by a word of name or username, counted alike", async () => {
    const license = named("CALL_CENTER", 50);
    await install(issuer, [license]);
    const sysadmin = await addActor("admin@acme.example", "sysadmin");
    for (const id of await addCrowd(12)) await grant(id, license);
    await hold(license, "olena.koval@acme.example");
    const found = await listHolders(sysadmin, license.id, { ...ALL, q: "USER", size: 5 });
    expect([found.total, found.holders.length]).toEqual([{ count: 12, more: false }, 5]);
    expect(await names(sysadmin, license, { q: "koval" })).toEqual(["olena.koval"]);
    expect(await names(sysadmin, license, { q: "%" })).toEqual([]);
  });

  it("can be ordered by domain, user and sessions, both ways; other fields are ignored", async () => {
    const license = named("CALL_CENTER", 50);
    await install(issuer, [license]);
    const sysadmin = await addActor("admin@acme.example", "sysadmin");
    await hold(license, "bob@globex.example", "anna@globex.example", "carl@acme.example");
    await signIn("bob@globex.example", PASSWORD);
    const by = (field: string, descending = false) => names(sysadmin, license, { sort: { field, descending } });
    expect(await by("domain")).toEqual(["carl", "anna", "bob"]);
    expect(await by("user", true)).toEqual(["carl", "bob", "anna"]);
    expect(await by("sessions", true)).toEqual(["bob", "anna", "carl"]);
    expect(await by("password_hash")).toEqual(["bob", "anna", "carl"]);
  });

  it("can be ordered by several fields, one after another, the same over all pages", async () => {
    const license = named("CALL_CENTER", 50);
    await install(issuer, [license]);
    const sysadmin = await addActor("admin@acme.example", "sysadmin");
    await hold(license, "bob@globex.example", "anna@globex.example", "carl@acme.example", "dora@acme.example");
    for (const address of ["bob@globex.example", "dora@acme.example"]) await signIn(address, PASSWORD);
    const [first, ...alsoSort] = [
      { field: "sessions", descending: true },
      { field: "domain", descending: false },
      { field: "user", descending: true },
    ];
    expect(await names(sysadmin, license, { sort: first, alsoSort })).toEqual(["dora", "bob", "carl", "anna"]);
    const back = [{ field: "user", descending: true }];
    expect(await names(sysadmin, license, { sort: alsoSort[0], alsoSort: back })).toEqual([
      "dora",
      "carl",
      "bob",
      "anna",
    ]);
    const pages = [1, 2, 3, 4].map((page) => names(sysadmin, license, { sort: first, alsoSort, page, size: 1 }));
    expect((await Promise.all(pages)).flat()).toEqual(["dora", "bob", "carl", "anna"]);
    await hold(license, "dora@globex.example");
    const domainsOf = async (also: { field: string; descending: boolean }) => {
      const request = { ...ALL, q: "dora", sort: { field: "user", descending: false }, alsoSort: [also] };
      return (await listHolders(sysadmin, license.id, request)).holders.map(({ domain }) => domain.name);
    };
    // Of those who bear one name, the next field decides.
    expect(await domainsOf({ field: "domain", descending: false })).toEqual(["acme.example", "globex.example"]);
    expect(await domainsOf({ field: "domain", descending: true })).toEqual(["globex.example", "acme.example"]);
    expect(await domainsOf({ field: "sessions", descending: true })).toEqual(["acme.example", "globex.example"]);
    expect(await domainsOf({ field: "sessions", descending: false })).toEqual(["globex.example", "acme.example"]);
    const known = ["domain", "user", "sessions", "name", "__proto__", ""].filter(isHolderField);
    expect(known).toEqual(["domain", "user", "sessions"]);
  });

  it("are found though all of them come last by name, or none of many is signed in", async () => {
    const [late, even] = [named("CALL_CENTER", 500), named("EMAIL", 500)];
    await install(issuer, [late, even]);
    const sysadmin = await addActor("admin@acme.example", "sysadmin");
    await addCrowd(400, "acme.example", "aaa");
    await addCrowd(100, "acme.example", "zzz");
    await sql`insert into grants (user_id, license_id)
      select id, ${late.id}::uuid from users where username like 'zzz%'
      union all select id, ${even.id}::uuid from users where username like 'aaa%' and id % 2 = 0`;
    // Everybody else is signed in, so that a signed-in holder seems to be near.
    await sql`insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
      select sha256(id::text::bytea), id, 'api', now() + interval '1 hour', now() + interval '1 hour' from users
      where username like 'aaa%' and id % 2 = 1 or username = 'zzz42'`;
    const byName = await sql`select u.name from grants g join users u on u.id = g.user_id
      where g.license_id = ${late.id} order by u.username <> 'zzz42', u.name, u.id`;
    const page = async (license: { id: string }, nth: number) => names(sysadmin, license, { page: nth, size: 10 });
    const expected = byName.map(({ name }) => name);
    expect([...(await page(late, 1)), ...(await page(late, 2))]).toEqual(expected.slice(0, 20));
    expect(await page(late, 10)).toEqual(expected.slice(90));
    const evens = await sql`select u.name from grants g join users u on u.id = g.user_id
      where g.license_id = ${even.id} order by u.name, u.id limit 10`;
    expect(await page(even, 1)).toEqual(evens.map(({ name }) => name));
  });

  it("may be signed out by whoever has write", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { reader, writer } = await addActors();
    expect(await listHolders(reader, license.id, ALL)).toMatchObject({ writable: false, holders: [] });
    expect(await listHolders(writer, license.id, ALL)).toMatchObject({ writable: true });
  });
});

describe("exporting who holds a license", () => {
  it.each(["outsider", "nobody"] as const)("is denied to %s", async (who) => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const actors = await addActors();
    const asked = exportHolders(actors[who], license.id, { q: "", size: 10 });
    await expect(asked).rejects.toMatchObject({ code: "access_denied" });
  });

  it("is not found when there is no such license", async () => {
    const { reader } = await addActors();
    for (const id of [named("X", 1).id, "x", "", "\0"]) {
      const asked = exportHolders(reader, id, { q: "", size: 10 });
      await expect(asked).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("gives every holder once, by id, within the actor's domain, with the end of the license", async () => {
    const license = named("CALL_CENTER", 50);
    await install(issuer, [license]);
    const { reader, sysadmin } = await addActors();
    const ids = await addCrowd(23);
    for (const id of ids) await grant(id, license);
    const [foreign = ""] = await addCrowd(1, "globex.example", "user-g");
    await grant(foreign, license);
    await signIn("user7@acme.example", PASSWORD);
    const read = async (actor: UserActor, question: { q: string; size: number }, behind?: string) => {
      const batches = [];
      for await (const batch of await exportHolders(actor, license.id, question, behind)) batches.push(batch);
      return batches;
    };
    const batches = await read(reader, { q: "", size: 7 });
    expect(batches.map(({ holders }) => holders.length)).toEqual([7, 7, 7, 2]);
    expect(batches.every(({ expiresAt }) => expiresAt.getTime() === license.not_after * 1000)).toBe(true);
    const holders = batches.flatMap((batch) => batch.holders);
    expect(holders.map(({ id }) => id)).toEqual(ids);
    expect(holders.filter(({ sessions }) => sessions > 0).map(({ name }) => name)).toEqual(["user 7"]);
    expect((await read(sysadmin, { q: "", size: 100 }))[0]?.holders.at(-1)).toMatchObject({
      id: foreign,
      domain: { name: "globex.example" },
      grantedAt: expect.any(Date),
    });
    const behind = await read(reader, { q: "", size: 100 }, ids[20]);
    expect(behind[0]?.holders.map(({ id }) => id)).toEqual(ids.slice(21));
    expect((await read(reader, { q: "user1", size: 100 }))[0]?.holders).toHaveLength(11);
    expect(await read(reader, { q: "nobody", size: 100 })).toEqual([]);
  });
});
