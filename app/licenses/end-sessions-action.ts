"use server";

import { type Fault, submitAndLeave } from "@/app/form-door";
import { requestActor } from "@/app/request-actor";
import type { FormState } from "@/components/ui/form-state";
import type { AppError } from "@/lib/errors";
import { formText } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { endUserSessions } from "@/lib/use-cases/sessions/end-user-sessions";

/** Whoever is not signed in any more cannot be signed out. */
async function faultOf({ code }: AppError): Promise<Fault | null> {
  return code === "bad_request" ? [null, (await getTranslations("holders"))("gone")] : null;
}

/** Signs a user out everywhere and goes back to the window, which then shows the counts as they are. */
export async function endSessionsAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => endUserSessions(await requestActor(), formText(form, "user"));
  return submitAndLeave(form, { fields: [], fallback: "/licenses", said: "signedOut", faultOf }, act);
}
