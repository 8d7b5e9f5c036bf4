import { randomUUID } from "node:crypto";

/** A moment of a term, as seen from the day on which the demo is made. */
type Moment = (today: Date) => Date;

type Term = { from: Moment; till: Moment };

type DemoLicense = Term & {
  product: string;
  name?: string;
  competitive?: boolean;
  limit: number;
  scope?: string[];
  /** How last year's certificate had it: members that were otherwise, or null when it was not in it. */
  lastYear?: (Partial<Term> & { limit?: number }) | null;
};

/** Midnight UTC so many days from today. */
function days(count: number): Moment {
  return (today) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + count));
}

/** A day of the month that lies so many months from this one. */
function months(count: number, day: number): Moment {
  return (today) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + count, day));
}

/** Issued on that day, last year's certificate would have ended soon. */
const LAST_YEAR = { from: days(-340), till: days(25) };
const THIS_YEAR = { from: days(0), till: days(365) };

/** A license for each state that a first certificate can bring about, by the name that `demo-people.ts` grants it by. */
const LICENSES = {
  agent: { product: "CALL_CENTER", limit: 25, ...THIS_YEAR, lastYear: { limit: 20, ...LAST_YEAR } },
  shift: {
    product: "CALL_CENTER",
    name: "Call centre, shared by shifts",
    competitive: true,
    limit: 10,
    from: days(-185),
    till: days(180),
    lastYear: { limit: 8 },
  },
  // Full.
  manager: { product: "CALL_MANAGER", limit: 5, ...THIS_YEAR, lastYear: LAST_YEAR },
  phone: { product: "VOIP_DEVICE", limit: 40, from: days(-138), till: days(227), lastYear: { limit: 30 } },
  // Ends soon.
  mobile: { product: "MOBILE", limit: 10, from: days(-353), till: days(12) },
  email: { product: "EMAIL", limit: 8, ...THIS_YEAR, lastYear: LAST_YEAR },
  // Not for persons.
  chat: { product: "CHAT", limit: 3, ...THIS_YEAR, lastYear: { limit: 2, ...LAST_YEAR } },
  // Full.
  auditor: { product: "QUALITY_AUDITOR", limit: 2, from: days(-60), till: days(305) },
  service: { product: "CUSTOMER_SERVICE", competitive: true, limit: 6, from: days(-90), till: days(275) },
  // Expired; its grants are from the time before.
  portal: { product: "CUSTOMER_PORTAL", limit: 10, from: days(-340), till: months(-1, 15), lastYear: LAST_YEAR },
  // Not started.
  workforce: { product: "WFM", limit: 15, from: months(1, 1), till: months(13, 1), lastYear: null },
  // A product that this version does not know.
  speech: {
    product: "SPEECH_ANALYTICS",
    name: "Speech analytics, pilot",
    limit: 4,
    from: days(-30),
    till: days(335),
    scope: ["calls", "record_file", "speech_analytics"],
  },
} satisfies Record<string, DemoLicense>;

export type DemoLicenseName = keyof typeof LICENSES;

const ENTRIES = Object.entries(LICENSES) as [DemoLicenseName, DemoLicense][];

/** A certificate's payload, spelled as in specification §2. */
export type DemoPayload = {
  iss: string;
  jti: string;
  sub: string;
  iat: number;
  organization: string;
  licenses: DemoLine[];
};

type DemoLine = Pick<DemoLicense, "product" | "name" | "competitive" | "limit" | "scope"> & {
  id: string;
  not_before: number;
  not_after: number;
};

const seconds = (moment: Date) => Math.floor(moment.getTime() / 1000);

/** A member that is undefined is left out of the JSON. */
function lineOf(id: string, license: DemoLicense, today: Date): DemoLine {
  const { product, name, competitive = false, limit, from, till, scope } = license;
  const term = { not_before: seconds(from(today)), not_after: seconds(till(today)) };
  return { id, product, name, competitive, limit, ...term, scope };
}

/**
 * The payload of the certificate that the demo ends with: new ids, terms as seen from `now`. Issued an hour ago, so that
 * whatever is issued after the demo was made is newer.
 */
export function demoPayload(now: Date): DemoPayload {
  return {
    iss: "Seatwise demo issuer",
    jti: randomUUID(),
    sub: randomUUID(),
    iat: seconds(now) - 3600,
    organization: "Acme Contact Centre",
    licenses: ENTRIES.map(([, license]) => lineOf(randomUUID(), license, now)),
  };
}

/** Last year's payload for the same customer and the same licenses: all of it is in force, so that grants can be made. */
export function lastYearsPayload(payload: DemoPayload, now: Date): DemoPayload {
  const ids = demoLicenseIds(payload);
  const licenses = ENTRIES.flatMap(([name, { lastYear, ...license }]) =>
    lastYear === null ? [] : [lineOf(ids[name], { ...license, ...lastYear }, now)],
  );
  return { ...payload, jti: randomUUID(), iat: seconds(LAST_YEAR.from(now)), licenses };
}

/** Which id each license has in a payload that `demoPayload` made: they stand in the same order. */
export function demoLicenseIds(payload: DemoPayload): Record<DemoLicenseName, string> {
  const ids = ENTRIES.map(([name], index) => [name, payload.licenses[index]?.id ?? ""]);
  return Object.fromEntries(ids) as Record<DemoLicenseName, string>;
}
