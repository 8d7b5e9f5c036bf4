import { type Refusal, refusal } from "@/lib/errors";
import type { License } from "@/lib/licensing/license";
import { isPersonal } from "@/lib/licensing/product";
import { refuseOutsideTerm } from "@/lib/licensing/term";

/** Seats left: limit − used, negative when over limit (specification §7, `remain`). */
export function remaining(license: License, used: number): number {
  return license.limit - used;
}

/** More is used than the limit allows: a renewal lowered it. Grants stay; no new seat until used < limit (§2). */
export function isOverLimit(license: License, used: number): boolean {
  return used > license.limit;
}

/** No new seat can be taken. */
export function isFull(license: License, used: number): boolean {
  return used >= license.limit;
}

function seatsExhausted(license: License): Refusal {
  return refusal("seats_exhausted", { product: license.product, limit: license.limit });
}

/**
 * Why a user cannot be given the license now, or null: outside its term, then `not_personal` (CHAT), then
 * `seats_exhausted` for a named license whose grants reach the limit. Concurrent grants are not limited (§3.1, §3.2).
 * `used` counts grants. This is the comfort copy for the page; the database holds the rule under concurrency.
 */
export function refuseGrant(license: License, used: number, now: Date): Refusal | null {
  const outsideTerm = refuseOutsideTerm(license, now);
  if (outsideTerm) return outsideTerm;
  if (!isPersonal(license.product)) return refusal("not_personal", { product: license.product });
  if (!license.competitive && isFull(license, used)) return seatsExhausted(license);
  return null;
}

/**
 * A license that the user was granted, as it stands at sign-in. For a concurrent license, `used` counts the distinct
 * users who hold a seat in it and `holdsSeat` says that this user is one of them, through another live session.
 */
export type GrantedLicense = { license: License; used: number; holdsSeat: boolean };

/** A granted product that this sign-in does not open, and why: one entry per product. */
export type MissingProduct = { product: string; licenseId: string; refusal: Refusal };

/**
 * What a sign-in opens. `seats` names the concurrent licenses in which the new session holds its seat; a seat that the
 * user already holds is named again, because the last session to end frees it (§3.2).
 */
export type SeatsTaken = { products: string[]; seats: string[]; missing: MissingProduct[] };

/** Most hopeful first: the reason that a person is told is the one that may end soonest. */
const HOPE = ["seats_exhausted", "license_not_started", "license_expired", "license_withdrawn"] as const;

/**
 * Which of these has the most hopeful reason; undefined when there are none. Of equal ones the last: where licenses come in the
 * order of their ends, the one that ends last.
 */
export function mostHopeful<T extends { refusal: Refusal }>(refused: readonly T[]): T | undefined {
  const best = HOPE.find((code) => refused.some((each) => each.refusal.code === code));
  return refused.findLast((each) => each.refusal.code === best);
}

/** The order in which licenses of one product are tried: the one that ends first, then the smaller id. */
function byEndThenId(a: GrantedLicense, b: GrantedLicense): number {
  const end = a.license.notAfter.getTime() - b.license.notAfter.getTime();
  return end || (a.license.id < b.license.id ? -1 : 1);
}

/** Why this license opens nothing at sign-in, or null: outside its term, or concurrent without room for one more user. */
function refuseSeat({ license, used, holdsSeat }: GrantedLicense, now: Date): Refusal | null {
  const full = license.competitive && !holdsSeat && isFull(license, used);
  return refuseOutsideTerm(license, now) ?? (full ? seatsExhausted(license) : null);
}

/** The license that opens a product: a named one, else the seat already held, else the first with room. */
function chooseSeat(ordered: readonly GrantedLicense[], now: Date): GrantedLicense | undefined {
  const open = ordered.filter((granted) => refuseSeat(granted, now) === null);
  return open.find((granted) => !granted.license.competitive) ?? open.find((granted) => granted.holdsSeat) ?? open[0];
}

/** Why none of these licenses opens anything. */
function whyMissing(ordered: readonly GrantedLicense[], now: Date): MissingProduct | undefined {
  const reasons = ordered.flatMap((granted) => {
    const refused = refuseSeat(granted, now);
    return refused ? [{ product: granted.license.product, licenseId: granted.license.id, refusal: refused }] : [];
  });
  return mostHopeful(reasons);
}

/** To a person who signs in, a withdrawn license is one that ended (§3.4). */
function refuseSignIn(granted: readonly GrantedLicense[], now: Date): Refusal {
  const reason = whyMissing(granted.toSorted(byEndThenId), now)?.refusal;
  if (!reason) return refusal("no_license");
  if (reason.code !== "license_withdrawn") return reason;
  return refusal("license_expired", { ...reason.params, about: "withdrawn" });
}

/**
 * What signing in opens and which seats it takes (§3.2, §3.4): the rule by itself. `open_session` holds it in the database, and is
 * compared with this one over mixes of grants (`sign-in-rule.test.ts`). Every granted product in force is opened once: by a
 * named license if there is one, else by the concurrent license in which the user already sits, else by the first with
 * room (the one that ends first, then the smaller id). Products come in the order of `granted`.
 * No product at all refuses: `seats_exhausted` when a seat may become free, `license_not_started` when one has yet to
 * start, `license_expired` when all ended or were withdrawn, `no_license` without a grant. An administrator is never
 * refused here. Rule 5 (nothing in force, nobody signs in) is about the installation and is asked before.
 */
export function takeSeats(signIn: {
  granted: readonly GrantedLicense[];
  isAdministrator: boolean;
  now: Date;
}): SeatsTaken | Refusal {
  const personal = signIn.granted.filter(({ license }) => isPersonal(license.product));
  const taken: SeatsTaken = { products: [], seats: [], missing: [] };
  for (const product of new Set(personal.map(({ license }) => license.product))) {
    const ofProduct = personal.filter(({ license }) => license.product === product).toSorted(byEndThenId);
    const chosen = chooseSeat(ofProduct, signIn.now)?.license;
    const missing = chosen ? undefined : whyMissing(ofProduct, signIn.now);
    if (chosen) taken.products.push(product);
    if (chosen?.competitive) taken.seats.push(chosen.id);
    if (missing) taken.missing.push(missing);
  }
  return taken.products.length > 0 || signIn.isAdministrator ? taken : refuseSignIn(personal, signIn.now);
}
