import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { perRefusal } from "@/app/per-refusal";
import { reasonText } from "@/app/reason-text";
import { REASON_STATUS, type Refusal } from "@/lib/errors";

/** A refusal inside of an answer that as a whole is none; the same members as an error. */
export const REFUSAL = z.object({
  id: z.string().meta({ description: "The reason, from a closed list." }),
  code: z.number().int(),
  status: z.string(),
  detail: z.string().meta({ description: "A whole sentence for people." }),
});

type RefusalJson = z.input<typeof REFUSAL>;

async function write(refusal: Refusal): Promise<RefusalJson> {
  const code = REASON_STATUS[refusal.code];
  return { id: refusal.code, code, status: STATUS_CODES[code] ?? "", detail: await reasonText(refusal, "en") };
}

/** Refusals as JSON; the sentence of a reason is made once, however many rows it refuses. */
export function refusalWriter(): typeof write {
  return perRefusal(write);
}
