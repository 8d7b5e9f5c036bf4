import { type Refusal, refusal } from "@/lib/errors";
import { type GrantedLicense, isFull, mostHopeful } from "@/lib/licensing/seats";
import { sectionsOfLicenses } from "@/lib/licensing/section";
import { refuseOutsideTerm } from "@/lib/licensing/term";

/**
 * What a granted license is to a person who is signed in.
 * `open`: it opens its product now, `seated`: because they hold one of its seats. `spare`: another license of the product
 * does. `seat_free`: the next sign-in would take a seat. `closed`: it cannot be used, and why.
 */
export type Standing =
  | { state: "open" | "seated" | "spare" | "seat_free"; refusal: null }
  | { state: "closed"; refusal: Refusal };

export type StandingLicense<T extends GrantedLicense> = T & { standing: Standing };

/** A product that is granted and not open, and why: null when signing in again would open it. */
export type MissingNow = { product: string; refusal: Refusal | null };

/** What tells whether a license opens its product to a person: the license, and whether they hold one of its seats. */
export type HeldLicense = Pick<GrantedLicense, "license" | "holdsSeat">;

function opens({ license, holdsSeat }: HeldLicense, now: Date): boolean {
  return refuseOutsideTerm(license, now) === null && (!license.competitive || holdsSeat);
}

function standingOf(granted: GrantedLicense, openProducts: ReadonlySet<string>, now: Date): Standing {
  const { license, used } = granted;
  if (opens(granted, now)) return { state: license.competitive ? "seated" : "open", refusal: null };
  const outside = refuseOutsideTerm(license, now);
  if (outside) return { state: "closed", refusal: outside };
  if (openProducts.has(license.product)) return { state: "spare", refusal: null };
  if (!isFull(license, used)) return { state: "seat_free", refusal: null };
  return {
    state: "closed",
    refusal: refusal("seats_exhausted", { product: license.product, limit: license.limit }),
  };
}

function whyMissing(product: string, standings: readonly Standing[]): MissingNow {
  const closed = standings.filter((standing) => standing.refusal !== null);
  const isOpenNext = standings.some(({ state }) => state === "seat_free");
  return { product, refusal: isOpenNext ? null : (mostHopeful(closed)?.refusal ?? null) };
}

/**
 * What a person may use now (§3.8): their licenses in force of each product that is open to them, and the sections that these
 * open together. A concurrent license opens its product only while its seat is held; one seat is enough for all of a product (§3.2).
 */
export function openNow<T extends HeldLicense>(held: readonly T[], now: Date): { licenses: T[]; sections: string[] } {
  const products = new Set(held.filter((each) => opens(each, now)).map(({ license }) => license.product));
  const licenses = held.filter(
    ({ license }) => products.has(license.product) && refuseOutsideTerm(license, now) === null,
  );
  return { licenses, sections: sectionsOfLicenses(licenses.map(({ license }) => license)) };
}

/**
 * Where a person stands now (§3.4, §3.8): each granted license with its standing, the products that none of them opens,
 * and the sections that are open (`openNow`).
 * `granted` comes by product, and within one by the end of its term.
 */
export function standNow<T extends GrantedLicense>(granted: readonly T[], now: Date) {
  const { licenses: open, sections } = openNow(granted, now);
  const openProducts = new Set(open.map(({ license }) => license.product));
  const licenses = granted.map((each): StandingLicense<T> => {
    return { ...each, standing: standingOf(each, openProducts, now) };
  });
  const closedProducts = new Set(
    granted.map(({ license }) => license.product).filter((product) => !openProducts.has(product)),
  );
  const missing = [...closedProducts].map((product) => {
    const ofProduct = licenses.filter(({ license }) => license.product === product);
    return whyMissing(
      product,
      ofProduct.map(({ standing }) => standing),
    );
  });
  return { licenses, missing, sections };
}
