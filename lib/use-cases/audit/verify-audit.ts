import {
  type ChainBreak,
  type ChainHead,
  checkEntries,
  checkSeals,
  findDisplaced,
  findEntryLine,
  findSeal,
} from "@/db/queries/audit-chain";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { beyondWalls } from "@/lib/access/walls";

const BATCH = 2_000;
const BEFORE_ALL = "-9223372036854775808";

/** What was done to history, and to which row. `entry` is what the row says now. */
export type Tampering = {
  what: ChainBreak["what"] | "reordered" | "inserted" | "cut_off" | "rebuilt";
  /** Position in the chain; null for an entry that is in no chain. */
  position: number | null;
  entryId: string | null;
  /** For `reordered`: the entry that belongs at that position. */
  otherId: string | null;
  entry: { at: Date; act: string; actor: string } | null;
};

/** `head`: the last position that holds, and its hash in hex; note both elsewhere to prove later that nothing was cut off. */
export type AuditVerdict = { head: ChainHead; unsealed: number; broken: Tampering | null };

async function followChain(): Promise<{ head: ChainHead; broken: ChainBreak | null }> {
  let head: ChainHead = { position: 0, hash: "" };
  for (;;) {
    const { position, hash, checked, broken } = await checkSeals(head, BATCH);
    head = { position, hash };
    if (broken !== null || checked < BATCH) return { head, broken };
  }
}

/** An altered entry may be a whole one that stands in another's place: then says whose place it is. */
async function explain(broken: ChainBreak, head: ChainHead): Promise<Tampering> {
  const { what, position, entry_id: entryId, seal } = broken;
  const entry = entryId === null ? null : await findEntryLine(entryId);
  const found = { what, position, entryId, otherId: null, entry };
  if (what !== "altered" || entryId === null) return found;
  for (let afterId = BEFORE_ALL; ; ) {
    const sought = await findDisplaced(head, { entryId, seal }, afterId, BATCH);
    if (sought.found !== null) return { ...found, what: "reordered", otherId: sought.found };
    if (sought.last === null) return found;
    afterId = sought.last;
  }
}

async function countUnsealed(): Promise<{ unsealed: number; insertedId: string | null }> {
  let unsealed = 0;
  for (let afterId = BEFORE_ALL; ; ) {
    const batch = await checkEntries(afterId, BATCH);
    unsealed += batch.unsealed;
    if (batch.inserted !== null) return { unsealed, insertedId: batch.inserted };
    if (batch.last === null) return { unsealed, insertedId: null };
    afterId = batch.last;
  }
}

/** A chain that is whole in itself may be a shorter or another one than the one whose head was noted. */
async function compareWith(noted: ChainHead): Promise<Tampering | null> {
  const hash = noted.position === 0 ? "" : await findSeal(noted.position);
  if (hash === noted.hash) return null;
  const what = hash === null ? ("cut_off" as const) : ("rebuilt" as const);
  return { what, position: noted.position, entryId: null, otherId: null, entry: null };
}

/**
 * Recomputes the hash chain over all sealed entries in constant memory and answers the first row that was altered,
 * removed, reordered or inserted; entries that only wait for their seal are counted, not sealed. What the chain says
 * comes before what is in no chain. `noted` is a head that was noted before, outside of the database: with it a chain
 * that was cut off with its seals, or built anew from its beginning, is found as well.
 * @throws AppError `access_denied` without section `admin/audit` and `read`.
 */
export async function verifyAudit(actor: Actor, noted: ChainHead | null = null): Promise<AuditVerdict> {
  requireRight(actor, "admin/audit", "read");
  // The chain runs through the entries of all domains, whoever asks whether it holds.
  return beyondWalls(() => verify(noted));
}

async function verify(noted: ChainHead | null): Promise<AuditVerdict> {
  const { head, broken } = await followChain();
  if (broken !== null) return { head, unsealed: 0, broken: await explain(broken, head) };
  const differs = noted && (await compareWith(noted));
  if (differs) return { head, unsealed: 0, broken: differs };
  const { unsealed, insertedId } = await countUnsealed();
  if (insertedId === null) return { head, unsealed, broken: null };
  const entry = await findEntryLine(insertedId);
  return { head, unsealed, broken: { what: "inserted", position: null, entryId: insertedId, otherId: null, entry } };
}
