import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { sealAudit, sealRecentAudit } from "@/lib/use-cases/audit/seal-audit";
import { verifyAudit } from "@/lib/use-cases/audit/verify-audit";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { SYSTEM } from "@/tests/support/people";
import { databaseUrl, sql } from "@/tests/support/worker-database";

describe("history", () => {
  it.each([
    "update audit_entries set act = 'x'",
    "delete from audit_entries",
    "truncate audit_entries",
    "update audit_seals set position = position + 1",
    "delete from audit_seals",
    "truncate audit_seals",
  ])("refuses: %s", async (statement) => {
    await addDomain(SYSTEM, "acme.example");
    await sealAudit();
    await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: "23001" });
    expect(await sql`select act from audit_entries`).toEqual([{ act: "add_domain" }]);
    expect(await sql`select 1 from audit_seals`).toHaveLength(1);
  });
});

/** How many blocks the sealing of one new entry looks at, when it looks so far back. */
async function blocksOfOne(back: string): Promise<number> {
  await addDomain(SYSTEM, `${back.replace(" ", "-")}.example`);
  const [row] = await sql.unsafe(`explain (analyze, buffers, format json) select seal_audit(500, '${back}')`);
  return row?.["QUERY PLAN"][0].Plan["Shared Hit Blocks"];
}

describe("sealing", () => {
  it("seals each entry once, in order, however many seal at the same time", async () => {
    for (let n = 0; n < 30; n++) await addDomain(SYSTEM, `d${n}.example`);
    const sealed = await Promise.all(Array.from({ length: 8 }, () => sealAudit()));
    expect(sealed.reduce((sum, each) => sum + each, 0)).toBe(30);
    const seals = await sql`select position::int, entry_id::int from audit_seals order by position`;
    expect(seals).toEqual(Array.from({ length: 30 }, (_, n) => ({ position: n + 1, entry_id: n + 1 })));
    expect(await sealAudit()).toBe(0);
  });

  it("passes an entry that is not committed yet, holds up nobody, and seals it later", async () => {
    const slow = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    const one = await slow.reserve();
    await one`begin`;
    await one`insert into audit_entries (act, act_id, actor_kind, actor_name)
      values ('slow', gen_random_uuid(), 'system', 'test')`;
    await addDomain(SYSTEM, "acme.example");
    expect(await sealAudit()).toBe(1);
    await addDomain(SYSTEM, "globex.example");
    expect(await sealAudit()).toBe(1);
    expect(await verifyAudit(SYSTEM)).toMatchObject({ head: { position: 2 }, unsealed: 0, broken: null });
    await one`commit`;
    expect(await verifyAudit(SYSTEM)).toMatchObject({ head: { position: 2 }, unsealed: 1, broken: null });
    expect(await sealAudit()).toBe(1);
    expect(await verifyAudit(SYSTEM)).toMatchObject({ head: { position: 3 }, unsealed: 0, broken: null });
    one.release();
    await slow.end();
  });

  it("under way keeps no act from writing", async () => {
    await addDomain(SYSTEM, "acme.example");
    const sealer = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    const one = await sealer.reserve();
    await one`begin`;
    expect(await one`select seal_audit(100) as sealed`).toEqual([{ sealed: 1 }]);
    await expect(addDomain(SYSTEM, "globex.example")).resolves.toBeDefined();
    expect(await sealAudit()).toBe(0);
    await one`rollback`;
    expect(await sealAudit()).toBe(2);
    one.release();
    await sealer.end();
  });

  it("finds at once what came a little late, and what came very late when it looks all the way back", async () => {
    const slow = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    const one = await slow.reserve();
    await one`begin`;
    await one`insert into audit_entries (at, act, act_id, actor_kind, actor_name)
      select now() - seconds * interval '1 second', 'slow', gen_random_uuid(), 'system', 'test' from unnest(array[5, 60]) seconds`;
    await addDomain(SYSTEM, "acme.example");
    expect(await sealRecentAudit()).toBe(1);
    await one`commit`;
    expect(await sealRecentAudit()).toBe(1);
    expect(await verifyAudit(SYSTEM)).toMatchObject({ head: { position: 2 }, unsealed: 1, broken: null });
    expect(await sealRecentAudit()).toBe(0);
    expect(await sealAudit()).toBe(1);
    expect(await verifyAudit(SYSTEM)).toMatchObject({ head: { position: 3 }, unsealed: 0, broken: null });
    one.release();
    await slow.end();
  });

  it("costs what is new, not what the last minutes have brought, also where nobody has counted the rows", async () => {
    await sql`insert into audit_entries (at, act, act_id, actor_kind, actor_name)
      select now() - interval '5 minutes', 'busy', gen_random_uuid(), 'system', 'test' from generate_series(1, 20000)`;
    await addDomain(SYSTEM, "acme.example");
    expect(await sealAudit()).toBe(20_001);
    expect(await blocksOfOne("10 minutes")).toBeGreaterThan(20_000);
    expect(await blocksOfOne("15 seconds")).toBeLessThan(1_000);
  });

  it("goes on after the clock was set back", async () => {
    await sql`insert into audit_entries (at, act, act_id, actor_kind, actor_name)
      values (now() + interval '300 days', 'future', gen_random_uuid(), 'system', 'test')`;
    await sealAudit();
    await addDomain(SYSTEM, "acme.example");
    expect(await sealAudit()).toBe(1);
    expect(await verifyAudit(SYSTEM)).toMatchObject({ head: { position: 2 }, unsealed: 0, broken: null });
  });
});
