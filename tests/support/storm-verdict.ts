import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { sealAudit } from "@/lib/use-cases/audit/seal-audit";
import { verifyAudit } from "@/lib/use-cases/audit/verify-audit";
import type { Issuer } from "@/tests/support/issuer";
import { SYSTEM } from "@/tests/support/people";
import { type Length, type Mishap, runStorm, type Storm } from "@/tests/support/storm";
import { buildHouse } from "@/tests/support/storm-house";
import { isExplained, type Wish } from "@/tests/support/storm-journal";
import type { StormPlace } from "@/tests/support/storm-place";
import { brokenRules, watchRules } from "@/tests/support/storm-rules";
import { type CallerJournal, tokenHash } from "@/tests/support/storm-sessions";

/** What was under way when its client heard nothing more is over. */
async function untilQuiet(sql: postgres.Sql): Promise<void> {
  for (;;) {
    const busy = await sql`select 1 from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and query not like '%seal_audit%'`;
    if (busy.length === 0) return;
    await sleep(100);
  }
}

/** Every grant that a client touched: the row, the audit list and the journal tell the same story. */
async function judgeGrants(sql: postgres.Sql, { grants }: Storm): Promise<string[]> {
  const held = new Set<string>();
  for (const { pair } of await sql`select user_id || ' ' || license_id as pair from grants`) held.add(String(pair));
  const history = new Map<string, Wish[]>();
  const entries = sql`select user_id || ' ' || license_id as pair, act from audit_entries
    where act in ('assign_license', 'revoke_license') order by id`;
  await entries.cursor(10_000, (rows) => {
    for (const { pair, act } of rows) {
      const wish = act === "assign_license" ? "assign" : "revoke";
      const known = history.get(String(pair));
      if (known) known.push(wish);
      else history.set(String(pair), [wish]);
    }
  });
  return grants.flatMap((journal) =>
    [...journal].flatMap(([pair, lines]) => {
      const told = history.get(pair) ?? [];
      const complaints = [];
      if (!isExplained(lines, told))
        complaints.push(`grant ${pair}: the journal says ${lines.slice(-5).join()}, the list ${told.slice(-5).join()}`);
      if (held.has(pair) !== (told.at(-1) === "assign")) complaints.push(`grant ${pair}: row and audit list differ`);
      return complaints;
    }),
  );
}

type CallerRows = { id: string; hashes: string[]; seats: number; entries: Record<string, number> };

function judgeCaller({ id, state, tally }: CallerJournal, { hashes, seats, entries }: CallerRows): string[] {
  const complaints = Object.entries(tally).flatMap(([act, { sure, maybe }]) => {
    const found = entries[act] ?? 0;
    return found < sure || found > sure + maybe ? [`caller ${id}: ${act} ${found}, journal ${sure} (+${maybe})`] : [];
  });
  if (state.is === "out" && hashes.length > 0) complaints.push(`caller ${id}: has a session behind the sign-out`);
  if (state.is === "in" && !hashes.includes(tokenHash(state.token).toString("hex")))
    complaints.push(`caller ${id}: the acknowledged session is gone`);
  if (seats !== (hashes.length > 0 ? 1 : 0)) complaints.push(`caller ${id}: ${seats} seats, ${hashes.length} sessions`);
  return complaints;
}

async function judgeCallers(sql: postgres.Sql, { callers }: Storm): Promise<string[]> {
  const rows = await sql<CallerRows[]>`
    select u.id::text, to_json(array(select encode(token_hash, 'hex') from sessions s where s.user_id = u.id)) as hashes,
      (select count(*)::int from seats s where s.user_id = u.id) as seats,
      (select coalesce(jsonb_object_agg(act, n), '{}') from (
        select act, count(*)::int as n from audit_entries e where e.user_id = u.id group by act) a) as entries
    from users u where u.username like 'caller%'`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return callers.flatMap((journal) => {
    const row = byId.get(journal.id);
    return row ? judgeCaller(journal, row) : [`caller ${journal.id}: there is no such user`];
  });
}

async function judgeCertificates(sql: postgres.Sql, { certificates }: Storm): Promise<string[]> {
  // Counted once for all: a long storm leaves 40,000 certificates and more than a million entries.
  const rows = await sql`
    select c.id, c.id = (select certificate_id from customers) as installed, coalesce(e.entries, 0)::int as entries
    from certificates c left join (
      select after ->> 'certificate' as id, count(*) as entries from audit_entries
      where act = 'import_certificate' group by 1) e on e.id = c.id::text
    order by c.issued_at desc`;
  const stored = new Set(rows.map(({ id }) => String(id)));
  const complaints = [...certificates].flatMap(([jti, fate]) =>
    fate === "unknown" || stored.has(jti) === (fate === "applied")
      ? []
      : [`certificate ${jti}: ${fate}, stored ${stored.has(jti)}`],
  );
  if (!rows[0]?.installed) complaints.push("The newest certificate is not the one in place.");
  for (const { id, entries } of rows) if (entries !== 1) complaints.push(`certificate ${id}: ${entries} audit entries`);
  return complaints;
}

/** Everything in which the database differs from what its clients were told, as sentences; none is as it must be. */
async function judgeStorm(sql: postgres.Sql, storm: Storm): Promise<string[]> {
  await untilQuiet(sql);
  const parts = await Promise.all([
    brokenRules(sql),
    judgeGrants(sql, storm),
    judgeCallers(sql, storm),
    judgeCertificates(sql, storm),
  ]);
  while ((await sealAudit()) > 0);
  const { unsealed, broken } = await verifyAudit(SYSTEM);
  const chain = broken || unsealed > 0 ? [`audit list: ${unsealed} unsealed, ${JSON.stringify(broken)}`] : [];
  return [...parts.flat(), ...chain];
}

/** Builds a house, lets the storm go over it, prints its figures, and answers it with all that was wrong. */
export async function weather({ sql, server }: StormPlace, issuer: Issuer, length: Length, ...mishaps: Mishap[]) {
  const house = await buildHouse(issuer, sql);
  const rules = watchRules(sql);
  const storm = await runStorm(server.url, house, length, mishaps);
  const { looks, broken } = await rules.stop();
  const wrong = [...storm.surprises, ...broken, ...(await judgeStorm(sql, storm))];
  const { grants: _, callers: __, certificates, surprises: ___, ...figures } = storm;
  console.log(JSON.stringify({ ...figures, certificates: certificates.size, looks, wrong: wrong.length }));
  return { storm, looks, wrong };
}
