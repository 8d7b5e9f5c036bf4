import { randomUUID } from "node:crypto";
import {
  closeSession,
  closeSessionOfAnother,
  findCredentials,
  type MissingLicense,
  openSession,
  type SessionKind,
} from "@/db/queries/sessions";
import { failedAttempt, refuseToWait, signInLimits } from "@/lib/access/attempts";
import { isPassword } from "@/lib/access/password";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { env } from "@/lib/env";
import { AppError, isReasonCode } from "@/lib/errors";
import { foldedText } from "@/lib/normal-text";

/** `longestSeconds`: how long the session lasts at the most. */
export type SignedIn = { token: string; userId: string; missing: MissingLicense[]; longestSeconds: number };

/** `user@domain.example`, folded; null when it cannot be one. */
function parseUsername(folded: string): { username: string; domain: string } | null {
  const at = folded.lastIndexOf("@");
  const ok = at > 0 && at < folded.length - 1 && folded.length <= 320 && !folded.includes("\0");
  return ok ? { username: folded.slice(0, at), domain: folded.slice(at + 1) } : null;
}

type Opened = Awaited<ReturnType<typeof openSession>>;

/** Whether a product is not open since no seat is left in it; others may be. */
function lacksSeat(opened: Opened): boolean {
  if ("refused" in opened) return opened.refused === "seats_exhausted";
  return "missing" in opened && opened.missing.some(({ reason }) => reason === "seats_exhausted");
}

async function openNew(
  wanted: Omit<Parameters<typeof openSession>[0], "tokenHash" | "actId">,
): Promise<{ token: string; opened: Opened }> {
  const token = newSessionToken();
  return { token, opened: await openSession({ ...wanted, tokenHash: hashToken(token), actId: randomUUID() }) };
}

/**
 * Opens a session; where a seat is missing, once more after somebody else's session `before` ended. What the first one holds is
 * kept until the second has it, so that no seat is lost on the way.
 */
async function openAtDesk(wanted: Parameters<typeof openNew>[0], before: string | null) {
  const first = await openNew(wanted);
  if (!lacksSeat(first.opened) || before === null) return first;
  if (!(await closeSessionOfAnother(hashToken(before), wanted.userId, randomUUID()))) return first;
  const second = await openNew(wanted);
  if (!("missing" in first.opened)) return second;
  if (!("missing" in second.opened)) return first;
  await closeSession(hashToken(first.token), randomUUID());
  return second;
}

/**
 * Signs a person in: checks the password, takes a seat of each product with a concurrent license granted, opens the session; the last
 * three in one statement (specification §3.2–3.5). `address` is where the person comes from: failures count by it. `before` is the secret
 * of the session that their browser came with: where a seat is missing, somebody else's ends first, since whoever it was has gone and may
 * hold the last one.
 * @throws AppError `unauthenticated` for a wrong name or password, alike in words and time; `rate_limited` after too many
 * of those, whether or not there is such a user; `seats_exhausted`, `license_expired`, `license_not_started` or
 * `no_license` when no product opens.
 */
export async function signIn(
  name: string,
  password: string,
  kind: SessionKind = "browser",
  address = "",
  before: string | null = null,
): Promise<SignedIn> {
  const folded = foldedText(name);
  const { limits, known } = signInLimits(folded, address);
  const { wait, user } = await findCredentials(parseUsername(folded), limits);
  refuseToWait(wait);
  const right = await isPassword(password, user?.passwordHash ?? null);
  if (!user || !right) {
    const attempt = { what: "sign-in", from: address, userId: user?.id ?? null } as const;
    throw await failedAttempt(limits, new AppError("unauthenticated"), attempt);
  }

  const { id: userId, passwordHash } = user;
  const [idleMinutes, maxHours] = [env().SESSION_IDLE_MINUTES, env().SESSION_MAX_HOURS];
  const wanted = { userId, passwordHash, kind, idleMinutes, maxHours, limits, known };
  const { token, opened } = await openAtDesk(wanted, before);
  if ("wait" in opened) throw new AppError("rate_limited", { seconds: opened.wait });
  if ("refused" in opened) {
    const { refused, product = "", limit = 0, date = "", about = "" } = opened;
    throw new AppError(isReasonCode(refused) ? refused : "unauthenticated", { product, limit, date, about });
  }
  return { token, userId, missing: opened.missing, longestSeconds: maxHours * 3_600 };
}
