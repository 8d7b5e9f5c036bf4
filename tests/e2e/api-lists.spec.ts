import { type Api, type ApiAnswer, expect, test } from "@/tests/e2e/api";
import { EXPIRED, named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

const [HELD, OTHER] = [named("CALL_CENTER", 5), named("EMAIL", 9, EXPIRED)];

/** Anna and Bob, of whom Anna holds a license, and a way to read as somebody who may. */
async function furnish(portal: Portal, api: Api) {
  await portal.install(HELD, OTHER);
  const anna = await portal.addUser("anna@acme.example", { name: "Anna" });
  const bob = await portal.addUser("bob@acme.example", { name: "Bob" });
  await portal.grant(anna, HELD);
  const token = await api.tokenOf(await portal.addUser("zed@acme.example", { name: "Zed", roles: ["reader"] }));
  const read = (path: string, headers: Record<string, string> = {}) => api.call("GET", path, { token, headers });
  const search = (body: unknown) => api.call("POST", "/users/search", { token, body });
  return { anna, bob, read, search };
}

type Item = { id?: string; name?: string; product?: string };
const items = ({ body }: ApiAnswer) => body.items as unknown as Item[];
const names = (answer: ApiAnswer) => items(answer).map(({ name }) => name);
const products = (answer: ApiAnswer) => items(answer).map(({ product }) => product);

test("users: searched, sorted, chosen and paged, in the address or in a body", async ({ portal, api }) => {
  const { anna, bob, read, search } = await furnish(portal, api);
  expect((await search({ q: [], id: [] })).body.total).toBe(3);
  expect((await read("/users?fields=id&size=1")).body).toEqual({
    page: 1,
    next: true,
    items: [{ id: anna.id }],
    total: 3,
  });
  for (const sort of ["-name", "!name", "%21name", "-name&sort=name", "nonsense&sort=-name"]) {
    expect(names(await read(`/users?sort=${sort}`)), sort).toEqual(["Zed", "Bob", "Anna"]);
  }
  for (const sort of ["name", "+name", "%2Bname", "", `-license.${HELD.id}`]) {
    expect(names(await read(`/users?q=&sort=${sort}`)), sort).toEqual(["Anna", "Bob", "Zed"]);
  }
  for (const query of [`id=${anna.id}&id=${bob.id}`, `id=${anna.id},${bob.id}`, "size=2", "q=*n*a&q=x"]) {
    expect(names(await read(`/users?${query}`))[0], query).toBe("Anna");
  }
  const body = { page: null, q: null, id: [anna.id, bob.id], sort: ["-name"], fields: ["name"], size: 5 };
  expect((await search(body)).body).toEqual({
    page: 1,
    next: false,
    items: [{ name: "Bob" }, { name: "Anna" }],
    total: 2,
  });
});

test("a page behind the last is empty and has the true total, however far it is", async ({ portal, api }) => {
  const { read } = await furnish(portal, api);
  const lists = [
    ["/users", 3],
    ["/users?q=anna", 1],
    [`/users?sort=license.${HELD.id}`, 3],
    ["/users?sort=-name", 3],
    ["/license", 2],
    ["/license?q=call", 1],
    [`/products/${HELD.id}/users`, 1],
    [`/products/${HELD.id}/users?q=anna`, 1],
    [`/products/${HELD.id}/users?sort=domain`, 1],
  ] as const;
  for (const [path, total] of lists) {
    for (const [asked, page] of [
      ["2", 2],
      ["1000000000000", 2_000_000],
    ] as const) {
      const { body } = await read(`${path}${path.includes("?") ? "&" : "?"}size=1000&page=${asked}`);
      expect(body, `${path} ${asked}`).toEqual({ page, next: false, items: [], total });
    }
  }
});

test("no page is promised behind the last, also where nothing is counted any more", async ({ portal, api }) => {
  const license = named("CALL_CENTER", 20_000);
  await portal.install(license);
  const ids = await addCrowd(11_000);
  await portal.sql`insert into grants (license_id, user_id) select ${license.id}, unnest(${ids}::bigint[])`;
  const token = await api.tokenOf(await portal.addUser("zed@acme.example", { name: "Zed", roles: ["reader"] }));
  for (const list of [
    "/users?q=user",
    `/users?sort=-license.${license.id}&q=user`,
    `/products/${license.id}/users?q=user`,
  ]) {
    for (const [page, next] of [
      [10, true],
      [11, false],
    ] as const) {
      const { body } = await api.call("GET", `${list}&size=1000&fields=id&page=${page}`, { token });
      expect([body.next, items({ body } as ApiAnswer).length, body.total_more], `${list} ${page}`).toEqual([
        next,
        1000,
        true,
      ]);
    }
  }
});

test("the bare user has the members that are asked for", async ({ portal, api }) => {
  const { anna, read } = await furnish(portal, api);
  const { headers, body } = await read(`/users/${anna.id}`);
  const some = await read(`/users/${anna.id}?fields=id&fields=name,nonsense`);
  expect(some.body).toEqual({ id: anna.id, name: "Anna" });
  expect(some.headers.get("etag")).toBe(headers.get("etag"));
  expect((await read(`/users/${anna.id}?fields=`)).body).toEqual(body);
});

test("licenses: those in force, of products, by id, of a user", async ({ portal, api }) => {
  const { anna, bob, read } = await furnish(portal, api);
  const all = ["CALL_CENTER", "EMAIL"];
  for (const query of [
    "",
    "valid=false",
    "valid=",
    "user.id=",
    "id=",
    "product=&q=&sort=",
    "product=EMAIL,CALL_CENTER",
  ]) {
    expect(products(await read(`/license?${query}`)), query).toEqual(all);
  }
  for (const query of ["valid=true", "valid=True", "valid=1", `id=${HELD.id}`, `user.id=${anna.id}`, "size=1"]) {
    expect(products(await read(`/products?${query}`)), query).toEqual(["CALL_CENTER"]);
  }
  for (const query of [`user.id=${bob.id}`, "user.id=x", "id=x", "product=call_center"]) {
    expect(products(await read(`/license?${query}`)), query).toEqual([]);
  }
  expect(products(await read("/license?sort=-limit"))).toEqual(["EMAIL", "CALL_CENTER"]);
});

test("CSV comes to who wants it more than JSON", async ({ portal, api }) => {
  const { read } = await furnish(portal, api);
  for (const accept of [
    "text/csv",
    "TEXT/CSV; q=0.5, */*",
    "text/csv, application/json",
    "application/json;q=0.2, text/csv;q=0.3",
  ]) {
    expect((await read("/users", { accept })).text, accept).toMatch(/^id,username,domain,name/);
  }
  for (const accept of [
    "*/*",
    "text/*",
    "application/json, text/csv",
    "text/csv;q=0.5, application/json",
    "text/csv;q=0",
  ]) {
    expect((await read("/users", { accept })).body.total, accept).toBe(3);
  }
});
