import { z } from "zod";
import { ABOUT_KEYS, readActKey } from "@/app/api/idempotency";
import { ID } from "@/app/api/license-json";
import { operation } from "@/app/api/operation";
import { LICENSE_ID, USER_ID } from "@/app/api/path-members";
import { REFUSAL, refusalWriter } from "@/app/api/refusal-json";
import { type BoxResult, changeGrantList, type GrantListResult } from "@/lib/use-cases/grants/change-grant-list";
import { MAX_CHANGES } from "@/lib/use-cases/grants/change-grants";

const MAX_BODY_BYTES = 2 * 1024 * 1024;

const BODY = z.object({
  items: z
    .array(
      z.object({
        user_id: ID,
        license_id: ID,
        granted: z.boolean().default(true).meta({ description: "`false` revokes." }),
      }),
    )
    .max(MAX_CHANGES)
    .meta({ description: "At most 10,000; where a pair stands twice, the last one counts for both." }),
  all_or_nothing: z.boolean().default(false).meta({ description: "Nothing is done if one row is refused." }),
});

const OUTCOMES = ["assigned", "revoked", "kept", "refused"] as const;

const ROW = z.object({
  user_id: ID,
  license_id: ID,
  outcome: z.enum(OUTCOMES).meta({ description: "`kept`: it is as it was." }),
  error: REFUSAL.optional(),
});

const RESULT = z
  .object({
    act_id: ID.meta({ description: "Under which the audit list keeps it." }),
    applied: z.boolean().meta({ description: "False when all or nothing was asked for and a row was refused." }),
    items: z.array(ROW).meta({ description: "In the order sent." }),
    assigned: z.number().int().meta({ description: "Rows with this outcome; the four counts add up to all rows." }),
    revoked: z.number().int(),
    kept: z.number().int(),
    refused: z.number().int(),
  })
  .meta({ id: "GrantListResult" });

async function toResultJson({ actId, applied, boxes }: GrantListResult): Promise<z.input<typeof RESULT>> {
  const write = refusalWriter();
  const toRow = async ({ userId, licenseId, outcome, refused }: BoxResult) => {
    const row = { user_id: userId, license_id: licenseId, outcome };
    return refused === null ? row : { ...row, error: await write(refused) };
  };
  const items = await Promise.all(boxes.map(toRow));
  const count = (which: (typeof OUTCOMES)[number]) => boxes.filter(({ outcome }) => outcome === which).length;
  const counts = { assigned: count("assigned"), revoked: count("revoked"), kept: count("kept") };
  return { act_id: actId, applied, items, ...counts, refused: count("refused") };
}

/** Many grants in one act. */
export const changeGrantsCall = operation({
  id: "changeGrants",
  method: "POST",
  path: "/users/license",
  group: "Users",
  summary: "Assign and revoke many licenses at once",
  description: "Answers 200 with a result for each row, also when rows are refused.",
  headers: { "Idempotency-Key": ABOUT_KEYS },
  body: BODY,
  example: { items: [{ user_id: USER_ID.example, license_id: LICENSE_ID.example, granted: true }] },
  maxBodyBytes: MAX_BODY_BYTES,
  answer: RESULT,
  refusals: ["access_denied"],
  perform: async (actor, { body, request }) => {
    const key = readActKey(actor, request, ["changeGrants", body]);
    const wished = body.items.map(({ user_id, license_id, granted }) => {
      return { userId: user_id, licenseId: license_id, held: granted };
    });
    return toResultJson(await changeGrantList(actor, wished, { whole: body.all_or_nothing, key }));
  },
});
