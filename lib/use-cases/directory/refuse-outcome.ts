import type { EmptiedDomain } from "@/db/queries/domain-acts";
import { AppError } from "@/lib/errors";

/** Refuses an act on a domain that has to be empty for it. @throws AppError `not_found`; `bad_request` naming domain. */
export function refuseFullDomain(answer: EmptiedDomain<string>): void {
  if (answer.outcome === "not_found") throw new AppError("not_found");
  if (!("users" in answer)) return;
  const { users, channels } = answer;
  throw new AppError("bad_request", { field: "domain", fault: "not_empty", users, channels });
}

/** Turns the outcome of an act on a user into a refusal. @throws AppError `not_found`, `access_denied`; `bad_request` naming user or role. */
export function refuseOutcome(outcome: string): void {
  if (outcome === "not_found" || outcome === "access_denied") throw new AppError(outcome);
  if (outcome === "self") throw new AppError("bad_request", { field: "user" });
  if (outcome === "role") throw new AppError("bad_request", { field: "role" });
}
