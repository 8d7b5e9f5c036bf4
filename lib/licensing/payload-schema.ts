import { z } from "zod";
import { isUuid } from "@/lib/ids";
import { mayBeConcurrent, PRODUCT_PATTERN } from "@/lib/licensing/product";
import { isPrintable } from "@/lib/whole-text";

const MAX_LIMIT = 10_000_000;
const END_OF_9999 = 253_402_300_799;
const SCOPE_ENTRY = /^[a-z][a-z0-9_]{0,63}$/;

/** The message of every fault of one member, whatever Zod found wrong with it. */
function must(be: string) {
  return { error: (issue: { input?: unknown }) => (issue.input === undefined ? "is missing" : `must be ${be}`) };
}

function whole(from: number, to: number, be: string) {
  return z.number(must(be)).refine((n) => Number.isSafeInteger(n) && n >= from && n <= to, must(be));
}

/** RFC 7519 allows fractions of a second; a certificate does not, so that a term has one spelling. */
function numericDate() {
  return whole(0, END_OF_9999, "a whole number of seconds from the year 1970 to 9999");
}

function uuid() {
  return z.string(must("a UUID")).refine(isUuid, must("a UUID")).toLowerCase();
}

/** Lengths count code points. */
function printable(min: number, be: string) {
  const fits = (text: string) => text.trim().length >= min && Array.from(text).length <= 200 && isPrintable(text);
  return z.string(must(be)).refine(fits, must(be));
}

const ORGANIZATION = "1 to 200 characters without control or direction marks";
const NAME = "at most 200 characters without control or direction marks";
const PRODUCT = "a capital letter followed by up to 63 capital letters, digits and underscores";
const SCOPE = "a list of at most 200 different section names";

const termSchema = z.object({ not_before: numericDate(), not_after: numericDate() });
const concurrentSchema = z.object({ product: z.string(), competitive: z.literal(true) });

const licenseSchema = z
  .object(
    {
      id: uuid(),
      product: z.string(must(PRODUCT)).regex(PRODUCT_PATTERN, must(PRODUCT)),
      name: printable(0, NAME).nullish(),
      competitive: z.boolean(must("true or false")),
      limit: whole(1, MAX_LIMIT, `a whole number from 1 to ${MAX_LIMIT}`),
      ...termSchema.shape,
      scope: z
        .array(z.string(must("a section name")).regex(SCOPE_ENTRY, must("a section name")), must(SCOPE))
        .refine((scope) => scope.length <= 200 && new Set(scope).size === scope.length, must(SCOPE))
        .optional(),
    },
    must("an object"),
  )
  // `when` lets a rule about two members speak although a third one is at fault.
  .refine((license) => license.not_before < license.not_after, {
    ...must("later than not_before"),
    path: ["not_after"],
    when: ({ value }) => termSchema.safeParse(value).success,
  })
  .refine((license) => mayBeConcurrent(license.product), {
    ...must("false for CHAT, which is only named"),
    path: ["competitive"],
    when: ({ value }) => concurrentSchema.safeParse(value).success,
  });

function isList({ value }: { value: unknown }): boolean {
  return Array.isArray(value);
}

/** Names every license whose id stands earlier in the list. Case makes no difference: `uuid` has lowered it. */
function differentIds(licenses: readonly { id?: unknown }[], context: z.RefinementCtx): void {
  const firstAt = new Map<string, number>();
  for (const [index, license] of licenses.entries()) {
    const id = String(license?.id);
    const first = firstAt.get(id);
    if (first === undefined) firstAt.set(id, index);
    else if (isUuid(id)) {
      context.addIssue({ code: "custom", path: [index, "id"], message: `is the same as licenses[${first}].id` });
    }
  }
}

/**
 * The payload of specification §2. Members that it does not name are ignored. `exp` and `nbf` are registered names of
 * RFC 7519: they must be dates if they are there, and say nothing here, where every license has its own term.
 */
export const payloadSchema = z.object(
  {
    iss: printable(1, ORGANIZATION),
    jti: uuid(),
    sub: uuid(),
    iat: numericDate(),
    exp: numericDate().optional(),
    nbf: numericDate().optional(),
    organization: printable(1, ORGANIZATION),
    licenses: z
      .array(licenseSchema, must("a list"))
      .refine(({ length }) => length >= 1 && length <= 1000, {
        ...must("a list of 1 to 1000 licenses"),
        when: isList,
      })
      .superRefine(differentIds, { when: isList }),
  },
  must("an object"),
);

export type CertificatePayload = z.output<typeof payloadSchema>;
