import { createHash, randomBytes } from "node:crypto";
import { findTokenActor } from "@/db/queries/sessions";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { UserActor } from "./actor";
import { noteHeartbeat } from "./heartbeats";

/** A session's secret: 256 random bits. It lives in the cookie or token alone; the database keeps its hash. */
export function newSessionToken(): string {
  return randomBytes(32).toString("base64url");
}

const ACCESS_TOKEN = "swt_";

/** An access token's secret: the same, with a beginning by which people and scanners of published code recognise it. */
export function newAccessToken(): string {
  return ACCESS_TOKEN + newSessionToken();
}

/** Whether the text is spelled as an access token is, and no session's secret. */
export function isAccessToken(text: string): boolean {
  return text.startsWith(ACCESS_TOKEN);
}

/** SHA-256 in hex, as the sessions table keeps it. A random secret needs no slow hash. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * The person whom the token of a session or an access token stands for, with their rights as they are now; one indexed read.
 * A session that is used lives on: that is noted here and written soon after, for many at once.
 * @throws AppError `unauthenticated` when the session or the token has ended; `license_expired` when nothing is in force (§3.5):
 * the session itself goes on and is good again after the renewal. `isEverOpen` asks for what is open even then.
 */
export async function actorOfToken(token: string | undefined, { isEverOpen = false } = {}): Promise<UserActor> {
  if (!token || token.length > 512) throw new AppError("unauthenticated", { about: "token" });
  const tokenHash = hashToken(token);
  const found = await findTokenActor(tokenHash, env().SESSION_IDLE_MINUTES);
  if (found === null) throw new AppError("unauthenticated", { about: "token" });
  if (found.due) noteHeartbeat(tokenHash);
  if (!found.in_force && !isEverOpen) throw new AppError("license_expired", { product: "" });
  return {
    kind: "user",
    id: found.user_id,
    name: found.name,
    username: found.username,
    domain: { id: found.domain_id, name: found.domain },
    permissions: found.permissions,
    sections: found.sections,
    token: found.token,
    endsAt: new Date(found.ends_at),
  };
}
