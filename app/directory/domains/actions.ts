"use server";

import { submitAndLeave } from "@/app/form-door";
import { requestActor } from "@/app/request-actor";
import type { FormState } from "@/components/ui/form-state";
import { formText } from "@/lib/form-text";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { deleteDomain } from "@/lib/use-cases/directory/delete-domain";
import { disableDomain } from "@/lib/use-cases/directory/disable-domain";
import { enableDomain } from "@/lib/use-cases/directory/enable-domain";
import { renameDomain } from "@/lib/use-cases/directory/rename-domain";

const LIST = "/directory/domains";

/** Adds a domain from the window "Add domain". */
export async function addDomainAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => addDomain(await requestActor(), formText(form, "domain"));
  return submitAndLeave(form, { fields: ["domain"], fallback: LIST, said: "domainAdded" }, act);
}

/** Gives a domain in which nothing lives the name typed into its window. */
export async function renameDomainAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => renameDomain(await requestActor(), formText(form, "was"), formText(form, "domain"));
  return submitAndLeave(form, { fields: ["domain"], fallback: LIST, said: "domainRenamed" }, act);
}

const ACTS = { disable: disableDomain, enable: enableDomain, delete: deleteDomain };
const SAID = { disable: "domainDisabled", enable: "domainEnabled", delete: "domainDeleted" } as const;

async function actOnDomain(ask: keyof typeof ACTS, form: FormData): Promise<FormState> {
  const act = async () => ACTS[ask](await requestActor(), formText(form, "domain"));
  return submitAndLeave(form, { fields: [], fallback: LIST, said: SAID[ask] }, act);
}

/** Disables a domain, after the window has asked. */
export async function disableDomainAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnDomain("disable", form);
}

/** Enables a domain, after the window has asked. */
export async function enableDomainAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnDomain("enable", form);
}

/** Deletes a domain, after the window has asked. */
export async function deleteDomainAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnDomain("delete", form);
}
