import { randomUUID } from "node:crypto";
import { findCredentials, type MissingLicense, openSession, type SessionKind } from "@/db/queries/sessions";
import { env } from "@/lib/env";
import { AppError, isReasonCode } from "@/lib/errors";
import { isPassword } from "@/lib/access/password";
import { hashToken, newSessionToken } from "@/lib/access/session";

export type SignedIn = { token: string; userId: string; missing: MissingLicense[] };

/** `user@domain.example`, folded; null when it cannot be one. */
function parseUsername(text: string): { username: string; domain: string } | null {
  const folded = text.normalize("NFC").trim().toLowerCase();
  const at = folded.lastIndexOf("@");
  const ok = at > 0 && at < folded.length - 1 && folded.length <= 320 && !folded.includes("\0");
  return ok ? { username: folded.slice(0, at), domain: folded.slice(at + 1) } : null;
}

/**
 * Signs a person in: checks the password, takes a seat in each granted concurrent license, opens the session; the last
 * three in one statement (specification §3.2–3.5).
 * @throws AppError `unauthenticated` for a wrong name or password, alike in words and time; `seats_exhausted`,
 * `license_expired`, `license_not_started`, `license_withdrawn` or `no_license` when no product opens.
 */
export async function signIn(name: string, password: string, kind: SessionKind = "browser"): Promise<SignedIn> {
  const address = parseUsername(name);
  const known = address && (await findCredentials(address.username, address.domain));
  const right = await isPassword(password, known?.password_hash ?? null);
  if (!known || !right) throw new AppError("unauthenticated");

  const token = newSessionToken();
  const opened = await openSession({
    userId: known.id,
    passwordHash: known.password_hash,
    tokenHash: hashToken(token),
    kind,
    idleMinutes: env().SESSION_IDLE_MINUTES,
    maxHours: env().SESSION_MAX_HOURS,
    actId: randomUUID(),
  });
  if ("refused" in opened) {
    const { refused, product = "", limit = 0, date = "" } = opened;
    throw new AppError(isReasonCode(refused) ? refused : "unauthenticated", { product, limit, date });
  }
  return { token, userId: known.id, missing: opened.missing };
}
