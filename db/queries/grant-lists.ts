import { sql } from "drizzle-orm";
import { json } from "@/db/client";
import { type Bounded, byParams } from "./acted-by";
import { type GrantOutcome, senderOf } from "./grants";
import { type ActKey, once } from "./idempotence";

/** A wished grant; null stands for an id that nothing can have. */
export type ListedChange = { user_id: string | null; license_id: string | null; held: boolean };

/** The act's id and what became of each box, as `change_grants` answers it; of a repeated call those of the first. */
export type ListedOutcomes = { act_id: string; rows: GrantOutcome[] };

/** Assigns and revokes a list as one act, under the licenses' limits, with a key once; `whole`: all of it or nothing. */
export async function changeListed(
  changes: readonly ListedChange[],
  whole: boolean,
  by: Bounded,
  key: ActKey | null,
): Promise<ListedOutcomes> {
  const act = sql`jsonb_build_object('act_id', ${by.actId}::text, 'rows',
    change_grants(${json(changes)}, ${by.domainId}::bigint, ${whole}::boolean, ${byParams(by)}))`;
  return once<ListedOutcomes>(key, act, senderOf(changes.length));
}
