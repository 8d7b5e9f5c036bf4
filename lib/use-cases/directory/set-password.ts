import { randomUUID } from "node:crypto";
import { updatePassword } from "@/db/queries/directory";
import { type Actor, auditedActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { hashNewPassword, parseAddress } from "./add-user";

/**
 * Gives the user `name@domain` a new password; all their sessions end and their seats are free in the same act.
 * Answers how many sessions ended. Without `all_domains`, users of other domains look as if they did not exist.
 * @throws AppError `access_denied`; `bad_request` for the form of the address or the password; `not_found`.
 */
export async function setPassword(actor: Actor, address: string, password: string): Promise<number> {
  requireRight(actor, "admin", "write");
  const { username, domain } = parseAddress(address);
  const passwordHash = await hashNewPassword(password);
  const ended = await updatePassword(
    { username, domain, passwordHash },
    { domainId: domainBounds(actor), actor: auditedActor(actor), actId: randomUUID() },
  );
  if (ended === null) throw new AppError("not_found");
  return ended;
}
