import { createHash } from "node:crypto";
import type { ActKey } from "@/db/queries/idempotence";
import type { UserActor } from "./actor";

export type { ActKey } from "@/db/queries/idempotence";

const sha256 = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

/**
 * What makes a repeated call known again: who asks with which key, and what for (draft-ietf-httpapi-idempotency-key-header).
 * Two people may use the same key; one person who uses it for another `request` is refused where the act is done.
 */
export function actKey(actor: UserActor, key: string, request: unknown): ActKey {
  return { keyHash: sha256([actor.id, key]), requestHash: sha256(request) };
}
