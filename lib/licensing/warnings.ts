import { createHash } from "node:crypto";
import type { License } from "@/lib/licensing/license";
import { isPersonal } from "@/lib/licensing/product";
import { isOverLimit, remaining } from "@/lib/licensing/seats";
import { daysLeft, needsAttention, termState } from "@/lib/licensing/term";

/** What an administrator is warned of, the worst first. */
export const WARNING_KINDS = ["expired", "over_limit", "expiring", "few_left"] as const;

export type WarningKind = (typeof WARNING_KINDS)[number];

/**
 * One warning about one license. `days` are begun days until its term ends; `left` are seats, negative when over limit.
 */
export type Warning = { licenseId: string; product: string } & (
  | { kind: "expired" }
  | { kind: "expiring"; days: number }
  | { kind: "over_limit" | "few_left"; left: number }
);

/** Of a limit from `from` on, so many seats left are few: `seats`, or `percent` of the limit. The largest `from` counts. */
export const FEW_LEFT = [
  { from: 1_000, percent: 5 },
  { from: 100, percent: 8 },
  { from: 26, percent: 10 },
  { from: 16, seats: 2 },
  { from: 2, seats: 1 },
] as const;

/** At or below this many seats left a limit is nearly reached; null for a limit of 1, which is free or taken. */
export function fewSeats(limit: number): number | null {
  const step = FEW_LEFT.find(({ from }) => limit >= from);
  if (step === undefined) return null;
  return "seats" in step ? step.seats : Math.floor((limit * step.percent) / 100);
}

function hasFewLeft(license: License, used: number): boolean {
  const few = fewSeats(license.limit);
  return few !== null && remaining(license, used) <= few;
}

function warningsOf(license: License, used: number, now: Date): Warning[] {
  const about = { licenseId: license.id, product: license.product };
  const state = termState(license, now);
  if (state === "withdrawn") return [];
  if (state === "expired") return [{ ...about, kind: "expired" }];
  const warnings: Warning[] = [];
  const left = remaining(license, used);
  if (isOverLimit(license, used)) warnings.push({ ...about, kind: "over_limit", left });
  if (needsAttention(license, now)) warnings.push({ ...about, kind: "expiring", days: daysLeft(license, now) });
  const isCounted = state === "in_force" && isPersonal(license.product);
  if (isCounted && left >= 0 && hasFewLeft(license, used)) warnings.push({ ...about, kind: "few_left", left });
  return warnings;
}

/**
 * What deserves attention at `now` (specification §6, §7 `GET /users/warnings`): a license that expired, is over its
 * limit, ends within 30 days, or has few seats left. A withdrawn license warns of nothing, an expired one of that alone.
 * Seats are few at 1 left of 2 to 15, 2 of 16 to 25, 10 % of 26 to 99, 8 % of 100 to 999 and 5 % from 1,000 on, for named
 * and concurrent licenses alike; CHAT has no seats. `used` counts seats. Ordered by kind, then as the licenses come.
 */
export function findWarnings(licenses: readonly (License & { used: number })[], now: Date): Warning[] {
  const all = licenses.flatMap((license) => warningsOf(license, license.used, now));
  return WARNING_KINDS.flatMap((kind) => all.filter((warning) => warning.kind === kind));
}

/** A clock that was set back: what it shows, and the newest time that it has shown, by which terms are judged. */
export type ClockBehind = { shows: Date; newest: Date };

/** The current warnings, with a fingerprint that changes when a warning comes or goes, and not as days or seats run down. */
export type WarningState = {
  warnings: Warning[];
  clock: ClockBehind | null;
  fingerprint: string;
  isHidden: boolean;
};

/**
 * `hidden` is the fingerprint of the warnings that the reader has hidden, null when there is none; `clock` is null while
 * the clock is right.
 */
export function warningState(
  licenses: readonly (License & { used: number })[],
  now: Date,
  hidden: string | null,
  clock: ClockBehind | null = null,
): WarningState {
  const warnings = findWarnings(licenses, now);
  const about = warnings.map(({ kind, licenseId }) => `${kind} ${licenseId}`);
  const names = [...about, ...(clock ? ["clock"] : [])].toSorted();
  const fingerprint = createHash("sha256").update(names.join("\n")).digest("hex");
  return { warnings, clock, fingerprint, isHidden: fingerprint === hidden };
}
