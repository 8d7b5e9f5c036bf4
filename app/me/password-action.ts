"use server";

import { submitAndStay } from "@/app/form-door";
import { requestActor, requestToken } from "@/app/request-actor";
import { requestAddress } from "@/app/request-address";
import type { FormState } from "@/components/ui/form-state";
import { formText } from "@/lib/form-text";
import { changeOwnPassword } from "@/lib/use-cases/directory/change-own-password";

/** Changes the password of whoever is signed in. The window stays and says how many other sessions ended. */
export async function ownPasswordAction(_: FormState, form: FormData): Promise<FormState> {
  const passwords = { current: formText(form, "current"), password: formText(form, "password") };
  const act = async () => {
    const actor = await requestActor();
    return changeOwnPassword(actor, (await requestToken()) ?? "", passwords, await requestAddress());
  };
  return submitAndStay(form, ["current", "password"], act, (sessions, t) => t("ownPasswordChanged", { sessions }));
}
