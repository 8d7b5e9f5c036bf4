import { sql } from "drizzle-orm";
import { json, queryOne } from "@/db/client";
import { type By, byParams } from "./acted-by";
import { entitledNow, inForceAt } from "./clock";
import { type AppliedChange, type CertificateToApply, certificateJson, changesJson } from "./customer";

/** Whether any license is in force, when the last one ended and which one begins next: what the sign-in page tells. */
export async function getInstallationState() {
  const row = await queryOne<{
    in_force: boolean;
    ended_at: Date | null;
    next: { product: string; startsAt: string } | null;
    has_users: boolean;
  }>(sql`
    select exists (select 1 from licenses l where ${inForceAt(entitledNow)}) as in_force,
      (select max(l.not_after) from licenses l where l.withdrawn_at is null and l.not_after <= ${entitledNow}) as ended_at,
      (select json_build_object('product', l.product, 'startsAt', l.not_before) from licenses l
        where l.withdrawn_at is null and l.not_before > ${entitledNow} order by l.not_before, l.id limit 1) as next,
      exists (select 1 from users) as has_users`);
  return {
    inForce: row.in_force,
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    next: row.next && { ...row.next, startsAt: new Date(row.next.startsAt) },
    hasUsers: row.has_users,
  };
}

/** Answers when the database does. @throws DeadlineError after `deadlineMs`. */
export async function pingDatabase(deadlineMs: number): Promise<void> {
  await queryOne(sql`select 1 as alive`, deadlineMs);
}

/** What the first run adds. `import` is null when that very certificate is installed already. */
export type SetUp = {
  import: { certificate: CertificateToApply; changes: AppliedChange[]; expectedId: string | null } | null;
  domain: string;
  administrator: { username: string; name: string; passwordHash: string };
};

/**
 * Applies the certificate, adds the domain and the first administrator in one act, or nothing of it: `has_users` when
 * somebody is there already, `stale` when another import came between plan and act.
 */
export async function setUp(
  { import: planned, domain, administrator }: SetUp,
  by: By,
): Promise<"done" | "has_users" | "stale"> {
  const { username, name, passwordHash } = administrator;
  const row = await queryOne<{ outcome: "done" | "has_users" | "stale" }>(sql`
    select set_up(${planned && certificateJson(planned.certificate)}, ${changesJson(planned?.changes ?? [])},
      ${planned?.expectedId ?? null}::uuid, ${domain}, ${json({ username, name, password_hash: passwordHash })},
      ${byParams(by)}) as outcome`);
  return row.outcome;
}
