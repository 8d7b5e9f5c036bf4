import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { type ApiAnswer, expect, test } from "@/tests/e2e/api";
import { named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

type Holder = { user: { id: string; name: string }; domain: { id: string; name: string }; sessions: number };

const items = ({ body }: ApiAnswer) => body.items as unknown as Holder[];
const names = (answer: ApiAnswer) => items(answer).map(({ user }) => user.name);

const LICENSE = named("CALL_CENTER", 100);
const PATH = `/products/${LICENSE.id}/users`;

/** The license with holders in two domains, of whom Bob is signed in. */
async function held(portal: Portal) {
  await portal.install(LICENSE, named("EMAIL", 5));
  for (const address of ["anna@acme.example", "bob@globex.example", "carl@globex.example"]) {
    await portal.grant(await portal.addUser(address), LICENSE);
  }
  await signIn("bob@globex.example", "correct horse battery");
  return portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
}

test("the holders of a license are denied without a token and without the right; other domains are not there", async ({
  api,
  portal,
}) => {
  await held(portal);
  const reader = await portal.addUser("reader@acme.example", { roles: ["reader"] });
  const outsider = await portal.addUser("outsider@acme.example", { roles: ["outsider"] });
  expect((await api.call("GET", PATH)).status).toBe(401);
  expect((await api.call("GET", PATH, { token: await api.tokenOf(outsider) })).status).toBe(403);
  const token = await api.tokenOf(reader, "read");
  for (const accept of ["*/*", "text/csv"]) {
    const headers = { accept };
    for (const id of [named("X", 1).id, "x"]) {
      expect((await api.call("GET", `/products/${id}/users`, { token, headers })).status).toBe(404);
      expect((await api.call("GET", `/products/${id}/users?cursor=`, { token, headers })).status).toBe(404);
    }
    expect((await api.call("GET", PATH, { headers })).status).toBe(401);
  }
  const seen = await api.call("GET", PATH, { token });
  expect([names(seen), seen.body.total]).toEqual([["anna"], 1]);
});

test("the holders of a license: members, order, search, pages", async ({ api, portal }) => {
  const token = await api.tokenOf(await held(portal));
  const read = (query = "") => api.call("GET", PATH + query, { token });
  const all = await read();
  expect(all.body).toMatchObject({ page: 1, next: false, total: 3 });
  expect(items(all)[0]).toEqual({
    user: { id: expect.stringMatching(/^\d+$/), name: "bob" },
    domain: { id: expect.stringMatching(/^\d+$/), name: "globex.example" },
    issued_at: expect.stringMatching(/^\d{13}$/),
    expires_at: String(LICENSE.not_after * 1000),
    sessions: 1,
  });
  expect(names(all)).toEqual(["bob", "anna", "carl"]);
  expect(names(await read("?sort=-user"))).toEqual(["carl", "bob", "anna"]);
  const [bob, anna, carl] = items(all).map(({ user }) => user.id);
  for (const [query, expected] of [
    [`?id=${carl}&id=${bob}`, ["bob", "carl"]],
    [`?id=${carl},${anna}&sort=-user`, ["carl", "anna"]],
    [`?id=${carl}&id=${bob}&q=ca`, ["carl"]],
    [`?cursor=&id=${carl}&id=${anna}`, ["anna", "carl"]],
    ["?id=x", []],
    ["?id=", ["bob", "anna", "carl"]],
  ] as const) {
    const found = await read(query);
    expect([names(found), found.body.total], query).toEqual([expected, expected.length]);
  }
  expect(names(await read("?sort=nothing&sort=domain&sort=-user"))).toEqual(["anna", "carl", "bob"]);
  expect(names(await read("?sort=!sessions,!domain,user"))).toEqual(["bob", "carl", "anna"]);
  expect(names(await read("?q=car"))).toEqual(["carl"]);
  const second = await read("?size=2&page=2&sort=user&fields=sessions");
  expect(second.body).toEqual({ page: 2, next: false, items: [{ sessions: 0 }], total: 3 });
  const email = await read("?q=nobody");
  expect(email.body).toEqual({ page: 1, next: false, items: [], total: 0 });
});

test("the holders of a license behind a cursor, and as CSV, hold everybody once", async ({ api, portal }) => {
  const admin = await held(portal);
  const users = await addCrowd(23);
  await portal.sql`insert into grants (user_id, license_id) select id, ${LICENSE.id} from users where username like 'user%'`;
  const token = await api.tokenOf(admin);
  const seen: Holder[] = [];
  let cursor = "";
  do {
    const answer = await api.call("GET", `${PATH}?size=10&cursor=${cursor}`, { token });
    expect(answer.body).toMatchObject({ page: 1, total: 26, next: answer.body.cursor !== "" });
    seen.push(...items(answer));
    cursor = String(answer.body.cursor);
  } while (cursor !== "");
  const ids = seen.map(({ user }) => user.id);
  expect(ids).toHaveLength(26);
  expect(ids).toEqual(ids.toSorted((one, other) => Number(one) - Number(other)));
  expect(ids).toEqual(expect.arrayContaining(users));

  const csv = await api.call("GET", `${PATH}?size=2`, { token, headers: { accept: "text/csv" } });
  expect(csv.headers.get("content-type")).toContain("text/csv");
  const lines = csv.text.trimEnd().split("\r\n");
  expect(lines[0]).toBe("user_id,username,user,domain,issued_at,expires_at,sessions");
  expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(ids);
  expect(lines[2]).toMatch(/^\d+,bob,bob,globex\.example,\d{13},\d{13},1$/);
});
