import { randomUUID } from "node:crypto";
import { insertDomain } from "@/db/queries/directory";
import { type Actor, auditedActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";

const DOMAIN = /^(?=.{3,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** Adds a tenant; its name is dotted (RFC 1123 labels). @throws AppError `bad_request` for another form or a name that is taken. */
export async function addDomain(actor: Actor, name: string): Promise<string> {
  requireRight(actor, "admin", "add");
  const folded = name.trim().toLowerCase();
  if (!DOMAIN.test(folded)) throw new AppError("bad_request", { field: "domain" });
  const id = await insertDomain(folded, { actor: auditedActor(actor), actId: randomUUID() });
  if (id === null) throw new AppError("bad_request", { field: "domain" });
  return id;
}
