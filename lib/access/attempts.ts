import { createHash } from "node:crypto";
import { type AttemptLimit, countFailure, findWait, type KnownKey } from "@/db/queries/attempts";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";

/**
 * How often somebody may fail. Only failures count, never those who are let in, however many come at once; they count in
 * the database, so that all nodes count together.
 */

const FIVE_MINUTES = 300;
const THIRTY_DAYS = 30 * 86_400;

/** What a limit goes by. A digest: neither names nor addresses stand in the database, and the row goes some time after its end. */
function keyOf(kind: string, ...parts: string[]): string {
  return `${kind}:${createHash("sha256").update(parts.join("\n")).digest("base64url")}`;
}

/** The limits of a sign-in, and the key that says that this account has signed in from this address. */
export type SignInLimits = { limits: AttemptLimit[]; known: KnownKey };

/**
 * What slows down guessing passwords: 10 failures in 5 minutes for an account from one address, 100 from one address, 100
 * for an account from all addresses. The last two are not asked where the account signed in from there within 30 days, so
 * that nobody can shut it out, from elsewhere or from behind the same address. `account` is as it was typed, folded; there need be none by that name.
 */
export function signInLimits(account: string, address: string): SignInLimits {
  const known = keyOf("known", account, address);
  return {
    limits: [
      { key: keyOf("account_at", account, address), limit: 10, seconds: FIVE_MINUTES },
      { key: keyOf("address", address), limit: 100, seconds: FIVE_MINUTES, unless: known },
      { key: keyOf("account", account), limit: 100, seconds: FIVE_MINUTES, unless: known },
    ],
    known: { key: known, seconds: THIRTY_DAYS },
  };
}

/** What keeps an address from trying out license keys, and from filling the log with them: 300 failures in a minute. Genuine ones are not asked. */
export function certificateLimits(address: string): AttemptLimit[] {
  return [{ key: keyOf("certificate", address), limit: 300, seconds: 60 }];
}

/** @throws AppError `rate_limited` with the seconds to wait, when there are any. */
export function refuseToWait(seconds: number): void {
  if (seconds > 0) throw new AppError("rate_limited", { seconds });
}

/** @throws AppError `rate_limited` when one of the limits is reached. */
export async function requireAttempt(limits: readonly AttemptLimit[]): Promise<void> {
  refuseToWait(await findWait(limits));
}

/** What the log says of a failed attempt. Never what was typed: whom it was about by their id, null where there is nobody. */
export type FailedAttempt = { what: "sign-in" | "own password" | "license key"; from: string; userId: string | null };

/**
 * What a failed attempt is answered: `refused`, or `rate_limited` when as many failed before it. Of attempts that are made
 * at once no more than the limit learn whether they were right, since they are counted one by one.
 */
export async function failedAttempt(
  limits: readonly AttemptLimit[],
  refused: AppError,
  attempt: FailedAttempt,
): Promise<AppError> {
  const seconds = await countFailure(limits);
  log.warn({ ...attempt, seconds }, "an attempt failed");
  return seconds > 0 ? new AppError("rate_limited", { seconds }) : refused;
}
