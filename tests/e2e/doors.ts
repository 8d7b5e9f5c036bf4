import { readdirSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { type Person, setRole } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";
import { BODIES, ROUTES, type Stands, WAYS } from "@/tests/support/routes";

export const COMERS = ["anonymous", "nobody", "outsider", "reader", "writer", "sysadmin"] as const;

export type Comer = (typeof COMERS)[number];

export type Line = { door: string; method: string; as: string; address: string; answers: Record<Comer, string> };

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

export const TABLE_HEAD: readonly string[] = HEAD ?? [];

export const LINES = ROWS.map(([door = "", method = "", as = "", address = "", ...answers]) => {
  const cells = Object.fromEntries(COMERS.map((comer, place) => [comer, answers[place]]));
  return { door, method, as, address, answers: cells } as Line;
});

/** What may be sent to a door, and how a request says it. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

export const isRoute = (file: string) => /(^|\/)route\.tsx?$/.test(file);

/** The addresses of all pages, without what follows the question mark. */
export const PAGES = [
  ...new Set(LINES.filter(({ door }) => door.endsWith("page.tsx")).map(({ address }) => address.split("?")[0] ?? "")),
];

/** Doors as the file tree has them. */
export function doorsOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => isRoute(file) || /(^|\/)page\.tsx$/.test(file));
}

/** A line for each method of a door that the table does not name; where there is GET there is HEAD. */
export function unnamed(isWanted: (door: string) => boolean): Line[] {
  const doors = LINES.filter(
    ({ door }, place) => isWanted(door) && place === LINES.findIndex((at) => at.door === door),
  );
  return doors.flatMap((first) => {
    const named = LINES.filter(({ door }) => door === first.door).map(({ method }) => method);
    if (named.includes("GET")) named.push("HEAD");
    return METHODS.filter((method) => !named.includes(method)).map((method) => ({ ...first, method }));
  });
}

export async function addComer(portal: Portal, comer: Comer, license: { id: string }): Promise<Person> {
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
export async function apiToken(portal: Portal, who: Person): Promise<string> {
  const token = newSessionToken();
  await portal.sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (decode(${hashToken(token)}, 'hex'), ${who.id}, 'api', now() + interval '30 minutes', now() + interval '12 hours')`;
  return token;
}

/** The answer in the words of the table. */
export async function answerTo(from: APIRequestContext, { method, address }: Line, stands: Stands, token?: string) {
  const path = address.replace(/\{(\w+)\}/g, (_, name: keyof Stands) => encodeURIComponent(stands[name]));
  const data = BODIES[`${method} ${address}`]?.(stands);
  // Without a token as a browser does: with a form it says where the form stands.
  const headers: Record<string, string> =
    token === undefined ? { origin: stands.url } : { authorization: `Bearer ${token}` };
  const answer = await from.fetch(path, { method, data, headers, maxRedirects: 0 });
  const { location } = answer.headers();
  if (location === undefined) return String(answer.status());
  const { pathname, search } = new URL(location, answer.url());
  const there = pathname + search;
  if (there === `/sign-in?next=${encodeURIComponent(path)}`) return ">sign-in";
  const way = Object.keys(WAYS).find((word) => WAYS[word] === there);
  return `>${way ?? there}`;
}
