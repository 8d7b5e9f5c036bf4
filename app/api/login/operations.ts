import { z } from "zod";
import { addressOf } from "@/app/address-of";
import { NO_MEMBERS, openOperation, operation } from "@/app/api/operation";
import { text } from "@/app/api/query";
import { REFUSAL, refusalWriter } from "@/app/api/refusal-json";
import { tokenOf } from "@/app/api/request";
import { isReasonCode, refusal } from "@/lib/errors";
import { type SignedIn, signIn } from "@/lib/use-cases/sessions/sign-in";
import { signOut } from "@/lib/use-cases/sessions/sign-out";

/** How one signs in here: what a sign-in form asks before it shows itself. The same for every domain, there or not. */
export const loginOptionsCall = openOperation({
  id: "getLoginOptions",
  method: "GET",
  path: "/login",
  group: "Sessions",
  summary: "How to sign in to a domain",
  query: z.object({ domain: text("Name of the domain.") }),
  answer: z.object({
    providers: z.array(z.string()),
    enabled_tfa: z.boolean(),
    login_options: z.literal("local_password_only"),
  }),
  perform: async () => ({ providers: [], enabled_tfa: false, login_options: "local_password_only" as const }),
});

const LOGIN = z.object({
  username: z.string().meta({ description: "`user@domain`, or the part before the @ when `domain` is given." }),
  password: z.string(),
  domain: z.string().nullish(),
});

/** `user@domain`, however the two were told. */
function wholeName({ username, domain }: z.output<typeof LOGIN>): string {
  const [name, tenant] = [username.trim(), domain?.trim() ?? ""];
  const isWhole = tenant === "" || name.toLowerCase().endsWith(`@${tenant.toLowerCase()}`);
  return isWhole ? name : `${name}@${tenant}`;
}

/** Why a product that is granted is not open in this session, while others are (specification §3.4). */
const MISSING = z.object({ prod: z.string(), license_id: z.string(), reason: REFUSAL }).meta({ id: "MissingProduct" });

async function toMissingJson(missing: SignedIn["missing"]) {
  const write = refusalWriter();
  const told = missing.flatMap(({ reason, product, license_id, limit, date }) =>
    isReasonCode(reason) ? { prod: product, license_id, why: refusal(reason, { product, limit, date }) } : [],
  );
  return Promise.all(told.map(async ({ why, ...each }) => ({ ...each, reason: await write(why) })));
}

/** Opens a session of a program: it takes seats as a browser's does. */
export const loginCall = openOperation({
  id: "login",
  method: "POST",
  path: "/login",
  group: "Sessions",
  summary: "Sign in",
  description:
    "Opens a session and takes a seat of each product of which a concurrent license is granted. Refused with the id `app.license.product.expired` " +
    "(`detail` contains `product: NAME`) when the licenses ended, and `app.context.auth.license.err` when there is none.",
  body: LOGIN,
  example: { username: "anna@acme.example", password: "correct horse battery staple" },
  answer: z.object({
    access_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.number().int().meta({ description: "Seconds until the session ends, however active." }),
    missing: z
      .array(MISSING)
      .optional()
      .meta({ description: "Granted products that did not open, and why; only where there are some." }),
  }),
  refusals: [
    "unauthenticated",
    "no_license",
    "seats_exhausted",
    "license_expired",
    "license_not_started",
    "rate_limited",
  ],
  refusalIds: { license_expired: "app.license.product.expired", no_license: "app.context.auth.license.err" },
  perform: async ({ body, request }) => {
    const opened = await signIn(wholeName(body), body.password, "api", addressOf(request.headers));
    const missing = await toMissingJson(opened.missing);
    const session = { access_token: opened.token, token_type: "bearer" as const, expires_in: opened.longestSeconds };
    return missing.length === 0 ? session : { ...session, missing };
  },
});

/** Ends the session of the token, or removes the access token; it is worth nothing from then on. */
export const logoutCall = operation({
  id: "logout",
  method: "POST",
  path: "/logout",
  group: "Sessions",
  summary: "End the session of the token, or the access token itself",
  isEverOpen: true,
  body: NO_MEMBERS,
  answer: z.object({}),
  perform: async (_, { request }) => {
    await signOut(tokenOf(request) ?? "");
    return {};
  },
});
