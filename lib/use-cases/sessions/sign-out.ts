import { randomUUID } from "node:crypto";
import { closeSession } from "@/db/queries/sessions";
import { hashToken } from "@/lib/access/session";

/**
 * Ends the session of a token and frees its seats, or removes the access token itself; one that has ended already is no
 * error.
 */
export async function signOut(token: string): Promise<void> {
  await closeSession(hashToken(token), randomUUID());
}
