import { sql } from "drizzle-orm";
import { json, queryList, queryOne } from "@/db/client";
import { type Bounded, byParams } from "./acted-by";

export type GrantChange = { userId: string; licenseId: string; held: boolean };

/** What became of one change: done, already so, or the reason code that refused it, then with what it speaks of. */
export type GrantOutcome = {
  user_id: string;
  license_id: string;
  user_name: string | null;
  outcome: string;
  product?: string | null;
  limit?: number | null;
  date?: string | null;
};

/** More changes than this do not go into one act. */
export const MAX_CHANGES = 10_000;

/** From here on an act takes long enough to keep out of the way of clicks. */
const LONG = 500;

/** How an act of so many changes travels: with a click's time, or with a list's. */
export const senderOf = (changes: number) => (changes < LONG ? queryOne : queryList);

const toJson = ({ userId, licenseId, held }: GrantChange) => ({ user_id: userId, license_id: licenseId, held });

/**
 * Assigns and revokes in one act, under the licenses' limits; `whole`: all of it or nothing.
 * `domainId` bounds whose grants may be touched (null: everybody's).
 */
export async function changeGrants(
  changes: GrantChange[],
  { whole, ...by }: Bounded & { whole: boolean },
): Promise<GrantOutcome[]> {
  const wanted = changes.map(toJson);
  const send = senderOf(changes.length);
  const row = await send<{ outcomes: GrantOutcome[] }>(sql`
    select change_grants(${json(wanted)}, ${by.domainId}::bigint, ${whole}, ${byParams(by)}) as outcomes`);
  return row.outcomes;
}

/** One change, only if the user's version is one of `tags`: else its outcome is `stale`. */
export async function changeGrantIf(
  change: GrantChange,
  tags: readonly string[],
  by: Bounded,
): Promise<GrantOutcome[]> {
  const row = await queryOne<{ outcomes: GrantOutcome[] }>(sql`
    select change_grant_if(${change.userId}::bigint, ${json(tags)}, ${json(toJson(change))}, ${by.domainId}::bigint, ${byParams(by)}) as outcomes`);
  return row.outcomes;
}

const listOrNull = (list: readonly unknown[] | null) => (list === null ? sql`null::jsonb` : json(list));

export type SetGrants = { outcome: "set" | "refused" | "not_found" | "stale"; rows?: GrantOutcome[] };

/**
 * Sets the whole set of a user's grants in one act, or nothing; null leaves it as it is, and a null among the ids stands
 * for one that no license can have. `tags`: the versions of the user that may be changed (null: any).
 */
export async function setGrants(
  userId: string,
  licenseIds: readonly (string | null)[] | null,
  tags: readonly string[] | null,
  by: Bounded,
): Promise<SetGrants> {
  const row = await queryOne<{ set: SetGrants }>(sql`
    select set_grants(${userId}::bigint, ${listOrNull(licenseIds)}, ${listOrNull(tags)}, ${by.domainId}::bigint,
      ${byParams(by)}) as set`);
  return row.set;
}
