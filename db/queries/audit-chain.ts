import { sql } from "drizzle-orm";
import { query, queryOne } from "@/db/client";

/**
 * Seals up to `batch` entries that have no seal yet, new ones or such that became visible late, within `seconds` behind the
 * newest; answers how many. 0 also when another process is sealing.
 */
export async function sealAudit(batch: number, seconds: number): Promise<number> {
  const row = await queryOne<{ sealed: number }>(sql`
    select seal_audit(${batch}::int, make_interval(secs => ${seconds}::int)) as sealed`);
  return row.sealed;
}

/** A link of the chain: `hash` in hex covers the entry at `position` and all before it. Position 0 has the empty hash. */
export type ChainHead = { position: number; hash: string };

/** Where the chain breaks first, as the seals tell it; `seal` is the hash that stands there, in hex. */
export type ChainBreak = {
  what: "altered" | "removed" | "seal_removed" | "seal_inserted";
  position: number;
  entry_id: string | null;
  seal: string;
};

export type CheckedSeals = ChainHead & { checked: number; broken: ChainBreak | null };

/** Recomputes up to `batch` links behind `head`. */
export async function checkSeals(head: ChainHead, batch: number): Promise<CheckedSeals> {
  const row = await queryOne<{ checked: CheckedSeals }>(sql`
    select verify_audit(${head.position + 1}::bigint, decode(${head.hash}, 'hex'), ${batch}::int) as checked`);
  return row.checked;
}

/** The hash of the seal at a position, in hex; null when there is none. */
export async function findSeal(position: number): Promise<string | null> {
  const [row] = await query<{ hash: string }>(sql`
    select encode(hash, 'hex') as hash from audit_seals where position = ${position}::bigint`);
  return row?.hash ?? null;
}

export type CheckedEntries = { last: string | null; unsealed: number; inserted: string | null };

/** Of up to `batch` entries with ids above `afterId`: how many wait for their seal, and the first that is too old to be waiting. */
export async function checkEntries(afterId: string, batch: number): Promise<CheckedEntries> {
  return queryOne<CheckedEntries>(sql`
    with batch as materialized (select id, at from audit_entries where id > ${afterId}::bigint order by id limit ${batch}::int),
    unsealed as (select b.id, b.at >= audit_seal_floor() as waits from batch b
      where not exists (select 1 from audit_seals s where s.entry_id = b.id))
    select (select max(id)::text from batch) as last,
      (select count(*)::int from unsealed where waits) as unsealed,
      (select min(id)::text from unsealed where not waits) as inserted`);
}

export type SoughtEntry = { last: string | null; found: string | null };

/**
 * Of up to `batch` entries with ids above `afterId`: the one that belongs behind `head` by its own words, because its
 * seal stands elsewhere, or because the broken seal is its, or would be if it had that seal's id.
 */
export async function findDisplaced(
  head: ChainHead,
  broken: { entryId: string; seal: string },
  afterId: string,
  batch: number,
): Promise<SoughtEntry> {
  return queryOne<SoughtEntry>(sql`
    with batch as materialized (
      select e.id, s.hash as own,
        sha256(decode(${head.hash}, 'hex') || audit_entry_bytes(e.id, e)) as here,
        sha256(decode(${head.hash}, 'hex') || audit_entry_bytes(${broken.entryId}::bigint, e)) as renamed
      from (select * from audit_entries where id > ${afterId}::bigint order by id limit ${batch}::int) e
      left join audit_seals s on s.entry_id = e.id)
    select (select max(id)::text from batch) as last,
      (select min(id)::text from batch where id <> ${broken.entryId}::bigint
        and (here = own or decode(${broken.seal}, 'hex') in (here, renamed))) as found`);
}

/** What an entry says now, for the person who is told about it; null when there is none. */
export async function findEntryLine(id: string): Promise<{ at: Date; act: string; actor: string } | null> {
  const [row] = await query<{ at: Date; act: string; actor: string }>(sql`
    select at, act, actor_name as actor from audit_entries where id = ${id}::bigint and isfinite(at)`);
  return row ? { ...row, at: new Date(row.at) } : null;
}
