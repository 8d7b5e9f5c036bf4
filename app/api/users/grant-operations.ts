import { z } from "zod";
import { readIfMatch } from "@/app/api/if-match";
import { type CallInput, type Method, NO_MEMBERS, operation } from "@/app/api/operation";
import { LICENSE_ID, USER_ID } from "@/app/api/path-members";
import { USER } from "@/app/api/user-json";
import { SENDS_TAG, userAnswer } from "@/app/api/users/operations";
import type { UserActor } from "@/lib/access/actor";
import { MAX_CHANGES } from "@/lib/use-cases/grants/change-grants";
import { changeUserGrant } from "@/lib/use-cases/grants/change-user-grant";
import { setUserGrants } from "@/lib/use-cases/grants/set-user-grants";

/** A thousand grants, each with all that is read of it. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

const REFUSALS = [
  "access_denied",
  "not_found",
  "seats_exhausted",
  "license_expired",
  "license_not_started",
  "license_withdrawn",
  "not_personal",
] as const;

const WISHED = z.object({
  license: z
    .array(z.object({ id: z.string() }))
    .max(MAX_CHANGES)
    .optional()
    .meta({ description: "All licenses that the user is to hold; of each only `id` counts. Left out: as they are." }),
});

const EXAMPLE: z.input<typeof WISHED> = { license: [{ id: LICENSE_ID.example }] };

const IF_MATCH = { "If-Match": "The `ETag` of the user as you know them: 412 when somebody changed them since." };

const setting = {
  path: "/users/{id}",
  params: { id: USER_ID },
  group: "Users",
  description:
    "All or nothing. Grants that the user has already are kept without any check; those not named are revoked.",
  headers: IF_MATCH,
  body: WISHED,
  example: EXAMPLE,
  maxBodyBytes: MAX_BODY_BYTES,
  answer: USER,
  sends: SENDS_TAG,
  refusals: [...REFUSALS, "stale"],
  perform: async (actor: UserActor, { params, body, request }: CallInput<unknown, z.output<typeof WISHED>>) => {
    const licenseIds = body.license?.map(({ id }) => id) ?? null;
    return userAnswer(await setUserGrants(actor, params.id ?? "", { licenseIds, tags: readIfMatch(request) }));
  },
} as const;

/** Sets the whole set of a user's grants. */
export const patchUserCall = operation({
  ...setting,
  id: "setUserGrants",
  method: "PATCH",
  summary: "Set all grants of a user",
});

/** The same under the method that existing clients use. */
export const putUserCall = operation({
  ...setting,
  id: "putUser",
  method: "PUT",
  summary: "Set all grants of a user, as PATCH does",
});

const one = (method: Method, held: boolean) =>
  ({
    method,
    path: "/users/{id}/license/{license_id}",
    params: { id: USER_ID, license_id: LICENSE_ID },
    group: "Users",
    headers: IF_MATCH,
    answer: USER,
    sends: SENDS_TAG,
    perform: async (actor: UserActor, { params: { id = "", license_id = "" }, request }: CallInput<unknown, unknown>) =>
      userAnswer(await changeUserGrant(actor, id, license_id, held, readIfMatch(request))),
  }) as const;

/** One grant more. */
export const putUserLicenseCall = operation({
  ...one("PUT", true),
  body: NO_MEMBERS,
  id: "assignLicense",
  summary: "Assign a license to a user",
  description: "Idempotent, and touches no other grant. Returns the user.",
  refusals: [...REFUSALS, "stale"],
});

/** One grant less. */
export const deleteUserLicenseCall = operation({
  ...one("DELETE", false),
  id: "revokeLicense",
  summary: "Revoke a license of a user",
  description:
    "Idempotent, and touches no other grant; ended and withdrawn licenses can be revoked too. Returns the user.",
  refusals: ["access_denied", "not_found", "stale"],
});
