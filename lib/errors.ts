/**
 * The closed list of reasons (specification §8) and the one error class that carries them.
 * A rule returns a `Refusal`; a use case throws `AppError`; only the doors turn it into words (docs/ARCHITECTURE.md, Errors).
 */

import { AWAY_DIGEST } from "@/lib/away-digest";

/** HTTP status of every reason code. The keys are the closed list. */
export const REASON_STATUS = {
  bad_request: 400,
  unauthenticated: 401,
  access_denied: 403,
  not_found: 404,
  certificate_malformed: 400,
  certificate_untrusted: 422,
  certificate_invalid: 422,
  certificate_other_customer: 409,
  certificate_superseded: 409,
  too_large: 413,
  rate_limited: 429,
  seats_exhausted: 409,
  license_expired: 409,
  license_not_started: 409,
  license_withdrawn: 409,
  not_personal: 409,
  no_license: 403,
  channel_limit: 412,
  other_domain: 403,
  stale: 412,
} as const;

export type ReasonCode = keyof typeof REASON_STATUS;

export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(REASON_STATUS, text);
}

/** Values that the sentence of a reason names: a product, a field, a date (ISO 8601 in UTC), a list of faults. */
export type ReasonParams = Record<string, string | number | readonly string[]>;

/** Why something may not be done. Rules hand it back as a value. */
export type Refusal = { code: ReasonCode; params: ReasonParams };

export function refusal(code: ReasonCode, params: ReasonParams = {}): Refusal {
  return { code, params };
}

/**
 * The database cannot be reached, or did not answer in time. Not a reason of the closed list: nobody did anything wrong.
 * What a statement under way did is unknown; doing it again is safe.
 */
export class UnavailableError extends Error {
  readonly digest = AWAY_DIGEST;
  /** The driver's or PostgreSQL's, empty when there is none. */
  readonly code: string;

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "UnavailableError";
    this.code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  }
}

/** Whether an error says that the database is away. The framework bundles its hooks apart from the pages, each with a class of its own. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Error && "digest" in error && String(error.digest).startsWith(AWAY_DIGEST);
}

/** What a use case throws: one reason of the closed list, with the values its sentence needs. */
export class AppError extends Error {
  readonly code: ReasonCode;
  readonly params: ReasonParams;

  constructor(code: ReasonCode, params: ReasonParams = {}) {
    super(code);
    this.name = "AppError";
    this.code = code;
    this.params = params;
  }

  static from(refused: Refusal): AppError {
    return new AppError(refused.code, refused.params);
  }
}
