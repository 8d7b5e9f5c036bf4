"use server";

import { refresh } from "next/cache";
import { forAction } from "@/app/action-door";
import { requestActor } from "@/app/request-actor";
import type { HideState } from "@/components/warnings/hide-warnings";
import { formText } from "@/lib/form-text";
import { hideWarnings } from "@/lib/use-cases/licenses/hide-warnings";

/** Hides the warnings that the person saw; the answer brings the page without the bar along. */
export async function hideWarningsAction(_: HideState, form: FormData): Promise<HideState> {
  const result = await forAction(async () => hideWarnings(await requestActor(), formText(form, "fingerprint")));
  if (!result.ok) return result.error.text;
  refresh();
  return null;
}
