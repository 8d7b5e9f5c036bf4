import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { disableDomain } from "@/lib/use-cases/directory/disable-domain";
import { expect, SESSION_COOKIE, test } from "@/tests/e2e/browsers";
import { type IssuedLicense, named } from "@/tests/support/issuer";
import { type Person, SYSTEM, setRole } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";
import { CALLS, type Target, WHO_CHANGES } from "@/tests/support/server-actions";

const CALLERS = ["anonymous", "nobody", "outsider", "reader", "writer", "keeper", "wide", "sysadmin"] as const;

type Caller = (typeof CALLERS)[number];

const SECTIONS = ["admin", "admin/license", "admin/channels", "admin/users", "admin/audit"];

const RIGHTS: Partial<Record<Caller, { permissions: string[]; sections: string[] }>> = {
  outsider: { permissions: ["*"], sections: [] },
  reader: { permissions: ["read"], sections: SECTIONS },
  writer: { permissions: ["read", "write"], sections: SECTIONS },
  keeper: { permissions: ["read", "add", "write", "delete"], sections: SECTIONS },
  wide: { permissions: ["read", "write", "all_domains"], sections: SECTIONS },
};

const [HEAD, ...ROWS] = WHO_CHANGES.trim()
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.trim().split(/\s+/));

type Line = { file: string; action: string; on: string; answers: Record<Caller, string> };

const LINES = ROWS.map(([file = "", action = "", on = "", ...answers]): Line => {
  const cells = Object.fromEntries(CALLERS.map((caller, place) => [caller, answers[place]]));
  return { file, action, on, answers: cells as Line["answers"] };
});

/** Every function that a file of actions exports, by file and name. */
function actionsInTree(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join("app", file), "utf8");
    if (!/^\s*["']use server["'];/m.test(text)) return [];
    return [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(([, name]) => `${file} ${name}`);
  });
}

type Built = Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;

/** The id and a page of every action of the build, by file and name. */
function actionsInBuild(): Map<string, { id: string; page: string }> {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as { node: Built };
  return new Map(
    Object.entries(manifest.node).map(([id, { filename, exportedName, workers }]) => {
      const page = Object.keys(workers).find((worker) => !worker.includes("_not-found")) ?? "";
      return [
        `${filename.replace(/^app\//, "")} ${exportedName}`,
        { id, page: page.replace(/^app|\/page$/g, "") || "/" },
      ];
    }),
  );
}

/** Arguments as React's client sends them to an action. */
function encoded(args: unknown[]): FormData | string {
  const forms: FormData[] = [];
  const json = JSON.stringify(args.map((arg) => (arg instanceof FormData ? `$K${forms.push(arg)}` : arg)));
  if (forms.length === 0) return json;
  const body = new FormData();
  forms.forEach((form, index) => {
    for (const [name, value] of form) body.append(`_${index + 1}_${name}`, value);
  });
  body.append("0", json);
  return body;
}

/** Everything that an act may change; sessions and seals change by themselves. */
async function stored({ sql }: Portal): Promise<string> {
  const tables =
    "users user_roles roles domains grants channels licenses certificates customers user_preferences audit_entries".split(
      " ",
    );
  const rows = tables.map((table) => `select '${table}' || to_jsonb(t)::text as row from ${table} t`);
  const [found] = await sql.unsafe(
    `select md5(string_agg(row, chr(10) order by row)) as print from (${rows.join(" union all ")}) r`,
  );
  return String(found?.print);
}

async function giveSession({ sql }: Portal, { id }: { id: string }): Promise<string> {
  const token = newSessionToken();
  await sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (decode(${hashToken(token)}, 'hex'), ${id}, 'browser', now() + interval '30 minutes', now() + interval '12 hours')`;
  return token;
}

async function giveToken({ sql }: Portal, { id }: { id: string }): Promise<string> {
  const [token] = await sql`
    insert into access_tokens (user_id, name, scope, token_hash, ends_at)
    values (${id}, ${randomUUID()}, 'read', ${randomUUID()}::text::bytea, now() + interval '1 day') returning id::text`;
  return String(token?.id);
}

let targets = 0;

/** New things for one call, so that what the call before did never stands in its way. */
async function makeTarget(
  portal: Portal,
  on: string,
  caller: Person | null,
  licenses: IssuedLicense[],
): Promise<Target> {
  const domain = on === "globex" ? "globex.example" : "acme.example";
  const fresh = `new${++targets}`;
  const user = await portal.addUser(`user${targets}@${domain}`);
  const disabled = await portal.addUser(`disabled${targets}@${domain}`);
  await portal.grant(user, licenses[0] as IssuedLicense);
  await portal.sql`update users set disabled_at = now() where id = ${disabled.id}`;
  await giveSession(portal, user);
  const [channel] = await portal.sql`
    insert into channels (kind, domain_id, name) select 'chat_gateway', id, ${`old${targets}`} from domains where name = ${domain}
    returning id::text`;
  for (const name of ["empty", "closed"]) await addDomain(SYSTEM, `${name}${targets}.example`);
  await disableDomain(SYSTEM, `closed${targets}.example`);
  return {
    domain,
    user: { ...user, token: await giveToken(portal, user) },
    disabled: disabled.address,
    channel: String(channel?.id),
    ownToken: caller === null ? "0" : await giveToken(portal, caller),
    license: licenses[0]?.id ?? "",
    certificate: await portal.issue({ licenses }),
    fresh,
    emptyDomain: `empty${targets}.example`,
    closedDomain: `closed${targets}.example`,
  };
}

async function addCaller(portal: Portal, caller: Caller, license: IssuedLicense): Promise<Person | null> {
  if (caller === "anonymous") return null;
  const person = await portal.addUser(`${caller}@acme.example`, { roles: caller === "sysadmin" ? ["sysadmin"] : [] });
  await portal.grant(person, license);
  const rights = RIGHTS[caller];
  if (rights === undefined) return person;
  await setRole(caller, rights);
  await portal.sql`insert into user_roles select ${person.id}, id from roles where name = ${caller}`;
  return person;
}

test("every action is in the table, and the build has no other", () => {
  expect(HEAD).toEqual(["file", "action", "on", ...CALLERS]);
  const said = [...new Set(LINES.map(({ file, action }) => `${file} ${action}`))].toSorted();
  expect(said).toEqual(actionsInTree().toSorted());
  expect(said).toEqual([...actionsInBuild().keys()].toSorted());
});

test("an action changes something for those who may, in the domains where they may, and nothing for others", async ({
  portal,
}) => {
  // Hundreds of calls, one after another: on a busy machine they take their time.
  test.setTimeout(480_000);
  const licenses = [named("CALL_CENTER", 9_000), named("CHAT", 9_000)];
  await portal.install(...licenses);
  await setRole("helper", { permissions: ["read"], sections: ["admin/users"] });
  await portal.addUser("somebody@globex.example");
  const built = actionsInBuild();
  for (const caller of CALLERS) {
    const person = await addCaller(portal, caller, licenses[0] as IssuedLicense);
    const answers: string[] = [];
    for (const { file, action, on } of LINES) {
      const name = `${file} ${action}`;
      const target = await makeTarget(portal, on, person, licenses);
      const call = CALLS[`${name} ${on}`] ?? CALLS[name];
      const { id = "", page = "" } = built.get(name) ?? {};
      const cookie = person === null ? "" : `${SESSION_COOKIE}=${await giveSession(portal, person)}`;
      const before = await stored(portal);
      const answer = await fetch(portal.url + page, {
        method: "POST",
        headers: { "next-action": id, origin: portal.url, cookie },
        body: encoded(call?.(target) ?? []),
        redirect: "manual",
      });
      await answer.arrayBuffer();
      const isReached = answer.status < 500 && !answer.headers.has("x-nextjs-action-not-found");
      const what = (await stored(portal)) === before ? "no" : "done";
      answers.push(`${name} ${on} ${isReached ? what : `failed with ${answer.status}`}`);
    }
    const expected = LINES.map(({ file, action, on, answers: said }) => `${file} ${action} ${on} ${said[caller]}`);
    expect.soft(answers, caller).toEqual(expected);
  }
});
