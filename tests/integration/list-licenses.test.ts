import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import type { ListRequest } from "@/lib/list-request";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, type IssuedLicense, named } from "@/tests/support/issuer";
import { addActor, addActors, addCrowd, PASSWORD } from "@/tests/support/people";
import { issuer } from "@/tests/support/worker-database";

const ALL: ListRequest = { q: "", page: 1, size: 100, sort: null };

let reader: UserActor;

async function names(request: Partial<ListRequest>): Promise<(string | null)[]> {
  const { licenses } = await listLicenses(reader, { ...ALL, ...request });
  return licenses.map((license) => license.name);
}

describe("the registry", () => {
  it.each(["nobody", "outsider"] as const)("is denied to %s", async (who) => {
    const actors = await addActors();
    await expect(listLicenses(actors[who], ALL)).rejects.toMatchObject({ code: "access_denied" });
  });

  it("is empty before the first import", async () => {
    reader = await addActor("reader@acme.example", "reader");
    expect(await listLicenses(reader, ALL)).toMatchObject({ total: 0, licenses: [] });
  });

  it("shows every license as it was signed, ended and withdrawn ones too", async () => {
    reader = await addActor("reader@acme.example", "reader");
    const [gone, ended] = [named("CALL_BACK", 3), concurrent("CALL_CENTER", 7, { ...EXPIRED, scope: ["users"] })];
    await install(issuer, [gone, ended]);
    await install(issuer, [ended]);
    const { licenses, total, now } = await listLicenses(reader, ALL);
    expect(total).toBe(2);
    expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(60_000);
    expect(licenses[0]).toEqual({
      id: ended.id,
      product: "CALL_CENTER",
      name: null,
      competitive: true,
      limit: 7,
      notBefore: new Date(EXPIRED.not_before * 1000),
      notAfter: new Date(EXPIRED.not_after * 1000),
      scope: ["users"],
      withdrawnAt: null,
      used: 0,
    });
    // History comes last, unless an order is asked for.
    expect(licenses[1]).toMatchObject({ id: gone.id, withdrawnAt: expect.any(Date) });
    const byProduct = await listLicenses(reader, { ...ALL, sort: { field: "product", descending: false } });
    expect(byProduct.licenses.map(({ id }) => id)).toEqual([gone.id, ended.id]);
  });

  it("counts grants of a named license and signed-in holders of a concurrent one", async () => {
    reader = await addActor("reader@acme.example", "reader");
    const [own, shared] = [named("CALL_CENTER", 5), concurrent("EMAIL", 5)];
    await install(issuer, [own, shared]);
    for (const user of await addCrowd(3)) await grant(user, own, shared);
    for (const name of ["user1", "user1", "user2"]) await signIn(`${name}@acme.example`, PASSWORD);
    const { licenses } = await listLicenses(reader, ALL);
    expect(licenses.map(({ id, used }) => [id, used])).toEqual([
      [own.id, 3],
      [shared.id, 2],
    ]);
  });
});

const NAMES = ["100%", "a_b", "back\\slash", 'say "hi"', "O'Neill", "party 🎉 time", "Колл-центр Київ", "plain (old)"];

describe("searching the registry", () => {
  beforeEach(async () => {
    reader = await addActor("reader@acme.example", "reader");
    const licenses = NAMES.map((name, index) => named(`PRODUCT_${index}`, index + 1, { name }));
    await install(issuer, licenses);
  });

  it.each([
    ["100%", ["100%"]],
    ["%", []],
    ["_", []],
    ["a_b", ["a_b"]],
    ["a%b", []],
    ["back\\slash", ["back\\slash"]],
    ["\\", []],
    ['"hi"', ['say "hi"']],
    ["o'neill", ["O'Neill"]],
    ["neill", ["O'Neill"]],
    ["ill", []],
    ["*ill", ["O'Neill"]],
    ["🎉", ["party 🎉 time"]],
    ["київ", ["Колл-центр Київ"]],
    ["КОЛЛ центр", ["Колл-центр Київ"]],
    ["k*", []],
    ["p*n", ["plain (old)"]],
    ["(old)", ["plain (old)"]],
    ["party plain", []],
    ["time party", ["party 🎉 time"]],
    ["product_3", ['say "hi"']],
    ["*", NAMES],
    ["   ", NAMES],
    ["x".repeat(10_240), []],
    ["*".repeat(10_240), NAMES],
    ["(a+)+$", []],
    ["[[:alnum:]]", []],
    ["\u{1F389}\uFE0F", []],
  ])("for %j finds %j", async (q, found) => {
    expect(new Set(await names({ q }))).toEqual(new Set(found));
  });

  it("counts what it finds, not what there is", async () => {
    expect((await listLicenses(reader, { ...ALL, q: "p*", size: 1 })).total).toBe(NAMES.length);
    expect((await listLicenses(reader, { ...ALL, q: "o'neill", size: 1 })).total).toBe(1);
  });
});

describe("sorting and paging the registry", () => {
  let licenses: IssuedLicense[];

  beforeEach(async () => {
    reader = await addActor("reader@acme.example", "reader");
    const term = named("X", 1);
    licenses = [3, 1, 4, 2, 5].map((n) =>
      named(`P${n}`, n * 10, {
        name: `n${n}`,
        competitive: n > 3,
        not_before: term.not_before - n * 100,
        not_after: term.not_after + n * 100,
      }),
    );
    await install(issuer, licenses);
    const users = await addCrowd(5);
    for (const [index, license] of licenses.slice(0, 2).entries()) {
      for (const user of users.slice(0, index + 1)) await grant(user, license);
    }
  });

  it.each([
    ["product", ["n1", "n2", "n3", "n4", "n5"]],
    ["limit", ["n1", "n2", "n3", "n4", "n5"]],
    ["not_before", ["n5", "n4", "n3", "n2", "n1"]],
    ["not_after", ["n1", "n2", "n3", "n4", "n5"]],
  ])("by %s, both ways", async (field, order) => {
    expect(await names({ sort: { field, descending: false } })).toEqual(order);
    expect(await names({ sort: { field, descending: true } })).toEqual(order.toReversed());
  });

  it("by id, by used and by kind", async () => {
    const byId = licenses.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ name }) => name);
    expect(await names({ sort: { field: "id", descending: false } })).toEqual(byId);
    expect((await names({ sort: { field: "used", descending: true } })).slice(0, 2)).toEqual(["n1", "n3"]);
    const byKind = await names({ sort: { field: "competitive", descending: true } });
    expect(new Set(byKind.slice(0, 2))).toEqual(new Set(["n4", "n5"]));
  });

  it.each(["nonsense", "", "product; drop table licenses", "__proto__", "constructor"])(
    "by an unknown field %j is by product",
    async (field) => {
      expect(await names({ sort: { field, descending: false } })).toEqual(["n1", "n2", "n3", "n4", "n5"]);
    },
  );

  it("in pages that together hold everything once", async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => names({ page, size: 2 })));
    expect(pages).toEqual([["n1", "n2"], ["n3", "n4"], ["n5"], []]);
    expect((await listLicenses(reader, { ...ALL, page: 4, size: 2 })).total).toBe(5);
  });
});
