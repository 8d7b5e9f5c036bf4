import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { AppError } from "@/lib/errors";
import { parsePayload } from "@/lib/licensing/certificate";
import { readTypedFile } from "@/scripts/typed-file";
import { typedPath } from "@/scripts/typed-path";

/** The words on the command line are not right: answered with the usage. */
export class UsageError extends Error {}

export function required(value: string | undefined, option: string): string {
  if (!value) throw new UsageError(`--${option} is missing.`);
  return value;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/;

/** Seconds since 1970 of a date (midnight UTC), or of a date with a time and its zone. A day that no calendar has is none. */
function toSeconds(date: string, option: string): number {
  const [, year, month, day] = DATE.exec(date) ?? [];
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const time = Date.parse(date);
  if (year !== undefined && Number(day) <= lastDay && !Number.isNaN(time)) return Math.floor(time / 1000);
  throw new UsageError(`--${option} is not a date, such as 2027-01-01 or 2027-01-01T09:00Z: ${date}`);
}

/** What is no whole number in digits becomes none at all, and the payload's rules say what it must be. */
function toLimit(digits: string): number {
  return /^[1-9]\d{0,14}$/.test(digits) ? Number(digits) : Number.NaN;
}

export type IssueOptions = {
  key?: string;
  payload?: string;
  customer?: string;
  organization?: string;
  issuer?: string;
  license?: string[];
  from?: string;
  till?: string;
  renew?: boolean;
};

/** The payload of a certificate described by options: new ids, one term for all licenses. */
export function composePayload(options: IssueOptions, now: number): object {
  const notBefore = options.from === undefined ? now : toSeconds(options.from, "from");
  const notAfter = toSeconds(required(options.till, "till"), "till");
  const licenses = (options.license ?? []).map((line) => {
    const [product, limit, kind, ...rest] = line.split(":");
    if (!limit || (kind !== undefined && kind !== "competitive") || rest.length > 0) {
      throw new UsageError(`--license is not PRODUCT:LIMIT[:competitive]: ${line}`);
    }
    const competitive = kind === "competitive";
    const term = { not_before: notBefore, not_after: notAfter };
    return { id: randomUUID(), product, competitive, limit: toLimit(limit), ...term };
  });
  if (licenses.length === 0) throw new UsageError("--payload or --license is missing.");
  const issuer = { iss: required(options.issuer, "issuer"), jti: randomUUID(), iat: now };
  const customer = {
    sub: required(options.customer, "customer"),
    organization: required(options.organization, "organization"),
  };
  return { ...issuer, ...customer, licenses };
}

/** A payload from a file is checked as text, before duplicate keys in it get lost. */
export async function readPayload(path: string): Promise<{ licenses: readonly object[] }> {
  const read = path === "-" ? await text(process.stdin) : await readTypedFile(typedPath(path));
  const json = read.replace(/^\uFEFF/, "");
  const certificate = parsePayload(json);
  if ("code" in certificate) throw AppError.from(certificate);
  return JSON.parse(json);
}

/**
 * The same payload as a newer certificate, `till` another end for all of its licenses: with the old identity an installation would
 * find that it has it already.
 */
export function renewed(payload: { licenses: readonly object[] }, now: number, till?: string): object {
  const end = till === undefined ? {} : { not_after: toSeconds(till, "till") };
  const licenses = payload.licenses.map((license) => ({ ...license, ...end }));
  return { ...payload, jti: randomUUID(), iat: now, licenses };
}
