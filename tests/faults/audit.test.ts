import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { sealAudit } from "@/lib/use-cases/audit/seal-audit";
import { verifyAudit } from "@/lib/use-cases/audit/verify-audit";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import type { UserActor } from "@/lib/access/actor";
import { ACTS } from "@/tests/support/acts";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { keep, putBack } from "@/tests/support/kept-installation";
import { addCrowd, SYSTEM } from "@/tests/support/people";
import { buildHouse } from "@/tests/support/who-may-house";
import { issuer, sql } from "@/tests/support/worker-database";

const IS_LONG = process.env.FAULTS === "long";

/** Tables that hold no fact about the installation: history itself, what keeps acts from being done twice, counted failures, and one's own view. */
const NO_FACTS = ["audit_entries", "audit_seals", "idempotent_acts", "attempts", "user_preferences", "clock_marks"];

/** One text for all facts; what merely says when somebody was seen is none. */
async function facts(): Promise<string> {
  const tables = await sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  const kept = tables.map(({ name }) => String(name)).filter((name) => !NO_FACTS.includes(name));
  const rows = kept.map(
    (name) => `select '${name}' || (to_jsonb(t) - 'seen_at' - 'updated_at')::text as row from "${name}" t`,
  );
  const [found] = await sql.unsafe(
    `select md5(string_agg(row, chr(10) order by row)) as print from (${rows.join(" union all ")}) r`,
  );
  return String(found?.print);
}

async function entries() {
  return sql`select act, act_id, actor_name, user_id, license_id, after from audit_entries order by id`;
}

describe("every act, once and once more", () => {
  it("writes its entries when it changes something, all of one act, none twice, and none when it changes nothing", async () => {
    const house = await buildHouse();
    const subject = house.subjects.acme;
    const { sysadmin } = house.askers.license;
    const told: string[] = [];
    const changed = new Set<string>();
    await keep();
    for (const [name, act] of Object.entries(ACTS)) {
      await putBack();
      for (const time of ["once", "once more"]) {
        const [before, known] = [await facts(), (await entries()).length];
        await act(sysadmin as UserActor, subject, house).catch(() => "refused");
        const isChanged = (await facts()) !== before;
        const fresh = (await entries()).slice(known);
        const acts = new Set(fresh.map(({ act_id }) => act_id)).size;
        const different = new Set(fresh.map((entry) => JSON.stringify({ ...entry, act_id: "" }))).size;
        if (isChanged) changed.add(name);
        const isRight = isChanged ? acts === 1 && different === fresh.length : fresh.length === 0;
        if (!isRight) told.push(`${name} ${time}: ${isChanged ? "changed" : "no change"}, ${JSON.stringify(fresh)}`);
      }
    }
    expect(told).toEqual([]);
    console.log("acts that changed something", [...changed].join(", "));
    expect(changed.size).toBeGreaterThan(20);
  });
});

async function write(count: number): Promise<void> {
  await sql`
    insert into audit_entries (at, act, act_id, actor_kind, actor_name)
    select now() - make_interval(secs => ${count}::int - n), 'set_role', gen_random_uuid(), 'system', 'test ' || n
    from generate_series(1, ${count}::int) n`;
}

/** What the owner of the database can do: the guards sleep. */
async function tamper(statement: string): Promise<void> {
  await sql.begin(async (owner) => {
    await owner`set local session_replication_role = replica`;
    await owner.unsafe(statement);
  });
}

describe("with a head that was noted elsewhere", () => {
  let noted: { position: number; hash: string };

  beforeEach(async () => {
    await write(60);
    await sealAudit();
    noted = (await verifyAudit(SYSTEM)).head;
    await write(5);
    await sealAudit();
  });

  it("a longer list is whole", async () => {
    expect(await verifyAudit(SYSTEM, noted)).toMatchObject({ head: { position: 65 }, broken: null });
  });

  it("an end that was cut off with its seals is found, and without the head it is not", async () => {
    await tamper("delete from audit_seals where position > 50; delete from audit_entries where id > 50");
    expect((await verifyAudit(SYSTEM)).broken).toBeNull();
    expect((await verifyAudit(SYSTEM, noted)).broken).toMatchObject({ what: "cut_off", position: 60 });
  });

  it("an entry that was altered, and sealed again with all behind it, is found, and without the head it is not", async () => {
    await tamper(
      "update audit_entries set actor_name = 'nobody' where id = 20; delete from audit_seals where position >= 20",
    );
    // The sealer takes entries for new that are recent; older ones are told by the missing seal.
    await sealAudit();
    expect((await verifyAudit(SYSTEM)).broken).toBeNull();
    expect((await verifyAudit(SYSTEM, noted)).broken).toMatchObject({ what: "rebuilt", position: 60 });
  });

  it("seals that were replaced by others are found without any head", async () => {
    await tamper("update audit_seals set hash = sha256('forged') where position = 40");
    expect((await verifyAudit(SYSTEM)).broken).toMatchObject({ what: "altered", position: 40 });
    await tamper("update audit_seals set hash = sha256('') where position = 1");
    expect((await verifyAudit(SYSTEM)).broken).toMatchObject({ what: "altered", position: 1 });
  });
});

/** Twenty times as often as the product does. */
async function sealUntil(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sealAudit();
    await sleep(100);
  }
}

/** What else the machine does makes times longer, never shorter. */
const shortest = (times: number[]) => Math.min(...times);

describe("sealing", () => {
  // A busy machine may be unlucky once, not three times.
  it("slows writes by no more than a tenth", { retry: 2 }, async () => {
    const ROUNDS = IS_LONG ? 60 : 8;
    const license = named("CALL_CENTER", 500);
    await install(issuer, [license]);
    const users = await addCrowd(40);
    const tick = async (held: boolean) => {
      for (const userId of users) await changeGrants(SYSTEM, [{ userId, licenseId: license.id, held }]);
    };
    /** Assigns and revokes forty licenses, eighty entries, while somebody seals all the time, or nobody. */
    const round = async (isSealing: boolean) => {
      const sealing = new AbortController();
      const sealer = isSealing ? sealUntil(sealing.signal) : Promise.resolve();
      const begun = performance.now();
      await tick(true);
      await tick(false);
      const took = performance.now() - begun;
      sealing.abort();
      await sealer;
      await sealAudit();
      return took;
    };
    await round(true);
    const took: Record<"sealed" | "plain", number[]> = { sealed: [], plain: [] };
    for (let nth = 0; nth < ROUNDS; nth++) {
      const order = nth % 2 === 0 ? (["sealed", "plain"] as const) : (["plain", "sealed"] as const);
      for (const kind of order) took[kind].push(await round(kind === "sealed"));
    }
    const ratio = shortest(took.sealed) / shortest(took.plain);
    console.log("sealed against plain, in ms", shortest(took.sealed), shortest(took.plain), ratio);
    expect(ratio).toBeLessThan(1.1);
  });
});
