import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { disableDomain } from "@/lib/use-cases/directory/disable-domain";
import type { IssuedLicense } from "@/tests/support/issuer";
import { type Person, SYSTEM } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";
import type { Target } from "@/tests/support/server-actions";

type Built = Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;

/** The id and a page of every action of the build, by file and name. */
export function actionsInBuild(): Map<string, { id: string; page: string }> {
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
export function encoded(args: unknown[]): FormData | string {
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
export async function stored({ sql }: Portal): Promise<string> {
  const tables =
    "users user_roles roles domains grants channels licenses certificates customers user_preferences audit_entries".split(
      " ",
    );
  // A sum of hashes needs no order: this is asked hundreds of times, of thousands of rows.
  const prints = tables.map(
    (table) => `select '${table}' as name, count(*), sum(hashtextextended(t::text, 0)::numeric) from ${table} t`,
  );
  const [found] = await sql.unsafe(
    `select json_agg(p order by p.name)::text as print from (${prints.join(" union all ")}) p`,
  );
  return String(found?.print);
}

export async function giveSession({ sql }: Portal, { id }: { id: string }): Promise<string> {
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
export async function makeTarget(
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
