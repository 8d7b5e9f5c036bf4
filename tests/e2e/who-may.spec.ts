import { readdirSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { expect, test } from "@/tests/e2e/browsers";
import { addChannels } from "@/tests/support/channels";
import { named } from "@/tests/support/issuer";
import { type Person, setRole } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";
import { BODIES, ROUTES, type Stands, WAYS } from "@/tests/support/routes";

const COMERS = ["anonymous", "nobody", "outsider", "reader", "writer", "sysadmin"] as const;

type Comer = (typeof COMERS)[number];

type Line = { door: string; method: string; as: string; address: string; answers: Record<Comer, string> };

const ALL_SECTIONS = ["admin", "admin/license", "admin/channels", "admin/users", "admin/audit"];

/** Rights of those who come; sysadmin and nobody have what their names say. */
const RIGHTS: Record<string, { permissions: string[]; sections: string[] }> = {
  outsider: { permissions: ["*"], sections: [] },
  reader: { permissions: ["read"], sections: ALL_SECTIONS },
  writer: { permissions: ["read", "write"], sections: ALL_SECTIONS },
};

const [HEAD, ...ROWS] = ROUTES.trim()
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.trim().split(/\s+/));

const LINES = ROWS.map(([door = "", method = "", as = "", address = "", ...answers]) => {
  const cells = Object.fromEntries(COMERS.map((comer, place) => [comer, answers[place]]));
  return { door, method, as, address, answers: cells } as Line;
});

/** What may be sent to a route. */
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const isRoute = (file: string) => /(^|\/)route\.tsx?$/.test(file);

/** Doors as the file tree has them. */
function doorsOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => isRoute(file) || /(^|\/)page\.tsx$/.test(file));
}

/** A line for each method of a route that the table does not name: nobody is to be answered there. */
function unnamed(): Line[] {
  const routes = LINES.filter(
    ({ door }, place) => isRoute(door) && place === LINES.findIndex((at) => at.door === door),
  );
  return routes.flatMap((route) => {
    const methods = LINES.filter(({ door }) => door === route.door).map(({ method }) => method);
    return METHODS.filter((method) => !methods.includes(method)).map((method) => ({ ...route, method }));
  });
}

async function addComer(portal: Portal, comer: Comer, license: { id: string }): Promise<Person> {
  const person = await portal.addUser(`${comer}@acme.example`, { roles: comer === "sysadmin" ? ["sysadmin"] : [] });
  // Whoever is no administrator comes in with a license only.
  await portal.grant(person, license);
  const rights = RIGHTS[comer];
  if (rights === undefined) return person;
  await setRole(comer, rights);
  await portal.sql`insert into user_roles select ${person.id}, id from roles where name = ${comer}`;
  return person;
}

/** A session of a program: the same as a browser's but for what carries it. */
async function apiToken(portal: Portal, who: Person): Promise<string> {
  const token = newSessionToken();
  await portal.sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (decode(${hashToken(token)}, 'hex'), ${who.id}, 'api', now() + interval '30 minutes', now() + interval '12 hours')`;
  return token;
}

/** The answer in the words of the table. */
async function answerTo(from: APIRequestContext, { method, address }: Line, stands: Stands, token?: string) {
  const path = address.replace(/\{(\w+)\}/g, (_, name: keyof Stands) => encodeURIComponent(stands[name]));
  const data = BODIES[`${method} ${address}`]?.(stands);
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  const answer = await from.fetch(path, { method, data, headers, maxRedirects: 0 });
  const { location } = answer.headers();
  if (location === undefined) return String(answer.status());
  const { pathname, search } = new URL(location, answer.url());
  const there = pathname + search;
  if (there === `/sign-in?next=${encodeURIComponent(path)}`) return ">sign-in";
  const way = Object.keys(WAYS).find((word) => WAYS[word] === there);
  return `>${way ?? there}`;
}

test("every page and every call is in the table", () => {
  expect(HEAD).toEqual(["door", "method", "as", "address", ...COMERS]);
  expect([...new Set(LINES.map(({ door }) => door))].toSorted()).toEqual(doorsOf("app").toSorted());
});

test("a browser's cookie is worth nothing at a call of the HTTP interface", () => {
  const calls = LINES.filter(({ door, as }) => door.startsWith("api/") && as === "cookie");
  const worth = calls.filter(({ answers }) => COMERS.some((comer) => answers[comer] !== answers.anonymous));
  expect(worth).toEqual([]);
});

test("everybody gets the page, the refusal or the way that is theirs", async ({ open, portal, request }) => {
  // Hundreds of requests, one after another: on a busy machine they take their time.
  test.slow();
  const license = named("CALL_CENTER", 50);
  const certificate = await portal.install(license, named("CHAT", 5));
  const { id: user } = await portal.addUser("anna@acme.example");
  const [channel = ""] = await addChannels(1);
  const stands = { license: license.id, user, channel, certificate };

  for (const comer of COMERS) {
    const page = await open(null);
    const person = comer === "anonymous" ? null : await addComer(portal, comer, license);
    if (person) await portal.signIn(page, person);
    const answers: string[] = [];
    for (const line of LINES) {
      // A token of its own for each call: one of them may end it.
      const token = person && line.as === "token" ? await apiToken(portal, person) : undefined;
      const answer = await answerTo(line.as === "token" ? request : page.request, line, stands, token);
      answers.push(`${line.method} ${line.as} ${line.address} ${answer}`);
    }
    const expected = LINES.map((line) => `${line.method} ${line.as} ${line.address} ${line.answers[comer]}`);
    expect.soft(answers, comer).toEqual(expected);
  }
});

test("a route answers nobody at a method that the table does not name", async ({ admin, portal, request }) => {
  const license = named("CALL_CENTER", 50);
  const certificate = await portal.install(license);
  const token = await apiToken(portal, admin);
  const stands = { license: license.id, user: admin.id, channel: "1", certificate };
  const answered: string[] = [];
  for (const line of unnamed()) {
    const answer = await answerTo(request, line, stands, token);
    if (answer !== "405" && answer !== "404") answered.push(`${line.method} ${line.door} ${answer}`);
  }
  expect(answered).toEqual([]);
});
