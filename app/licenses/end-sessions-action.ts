"use server";

import { redirect } from "next/navigation";
import { formText } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { forAction } from "@/app/action-door";
import { requestActor } from "@/app/request-actor";
import type { EndState } from "@/components/holders/end-form";
import { localPath } from "@/lib/local-path";
import { endUserSessions } from "@/lib/use-cases/sessions/end-user-sessions";

/** Signs a user out everywhere and goes back to the window, which then shows the counts as they are. */
export async function endSessionsAction(_: EndState, form: FormData): Promise<EndState> {
  const result = await forAction(async () => endUserSessions(await requestActor(), formText(form, "user")));
  if (!result.ok) {
    const isGone = result.error.code === "bad_request";
    return { error: isGone ? (await getTranslations("holders"))("gone") : result.error.text };
  }
  redirect(localPath(form.get("next"), "/licenses"), "replace");
}
