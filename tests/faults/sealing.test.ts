import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { sealAudit } from "@/lib/use-cases/audit/seal-audit";
import { verifyAudit } from "@/lib/use-cases/audit/verify-audit";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { howMany } from "@/tests/support/lengths";
import { addCrowd, SYSTEM } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

const KILLS = howMany("FAULT_SEAL_KILLS", { briefly: 150, long: 3_000 });
const SEALERS = 4;

/** Ends one connection that is sealing at this moment, if there is one; answers whether there was. */
async function killSealer(): Promise<boolean> {
  const killed = await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and state = 'active' and query like '%select seal_audit(%' and pid <> pg_backend_pid()
    order by random() limit 1`;
  return killed.length > 0;
}

describe("sealing the audit list", () => {
  it("takes in every entry once, however often whoever seals is killed in the middle", async () => {
    const license = named("CALL_CENTER", 1_000);
    await install(issuer, [license]);
    const users = await addCrowd(200);
    let kills = 0;
    const isOver = () => kills >= KILLS;
    const interrupted = { sealing: 0, writing: 0 };
    const seal = async () => {
      while (!isOver()) await sealAudit().catch(() => (interrupted.sealing += 1));
    };
    const write = async () => {
      for (let held = true; !isOver(); held = !held) {
        const changes = users.map((userId) => ({ userId, licenseId: license.id, held }));
        await changeGrants(SYSTEM, changes).catch(() => (interrupted.writing += 1));
      }
    };
    // Its entry becomes visible long after younger ones have.
    const dawdle = async () => {
      while (!isOver()) {
        await sql`with written as (
            insert into audit_entries (act, act_id, actor_kind, actor_name)
            values ('sign_out', gen_random_uuid(), 'system', 'late') returning id)
          select pg_sleep(0.05) from written`;
      }
    };
    const kill = async () => {
      while (!isOver()) {
        if (await killSealer()) kills += 1;
        await sleep(1);
      }
    };
    await Promise.all([...Array.from({ length: SEALERS }, seal), write(), dawdle(), kill()]);
    while ((await sealAudit()) > 0);
    const [counts] = await sql`select (select count(*)::int from audit_entries) as entries,
      (select count(distinct entry_id)::int from audit_seals) as sealed, (select count(*)::int from audit_seals) as seals,
      (select max(position)::int from audit_seals) as highest`;
    console.log(JSON.stringify({ kills, ...interrupted, ...counts }));
    const entries = Number(counts?.entries);
    expect(counts).toEqual({ entries, sealed: entries, seals: entries, highest: entries });
    expect(await verifyAudit(SYSTEM)).toMatchObject({ unsealed: 0, broken: null });
    expect(interrupted.sealing).toBeGreaterThan(KILLS / 10);
  });
});
