"use server";

import { submitAndLeave } from "@/app/directory/form-door";
import { formText } from "@/app/form-text";
import { requestActor } from "@/app/request-actor";
import type { FormState } from "@/components/directory/form-state";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { deleteDomain } from "@/lib/use-cases/directory/delete-domain";

const LIST = "/directory/domains";

/** Adds a domain from the window "Add domain". */
export async function addDomainAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => addDomain(await requestActor(), formText(form, "domain"));
  return submitAndLeave(form, { fields: ["domain"], fallback: LIST }, act);
}

/** Deletes a domain, after the window has asked. */
export async function deleteDomainAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => deleteDomain(await requestActor(), formText(form, "domain"));
  return submitAndLeave(form, { fields: [], fallback: LIST }, act);
}
