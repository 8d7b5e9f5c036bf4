"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { formText } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { forAction, refreshAfter } from "@/app/action-door";
import { requestActor } from "@/app/request-actor";
import type { ActState, NameState } from "@/components/channels/channel-state";
import { AppError } from "@/lib/errors";
import { localPath } from "@/lib/local-path";
import { addChannel } from "@/lib/use-cases/channels/add-channel";
import { disableChannel } from "@/lib/use-cases/channels/disable-channel";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { removeChannel } from "@/lib/use-cases/channels/remove-channel";
import { renameChannel } from "@/lib/use-cases/channels/rename-channel";

const FALLBACK = "/channels/chat-gateways";

const FAULTS = { form: "faultForm", taken: "faultTaken", domain: "faultDomain" } as const;

/** Which field of the form stands in the way, and its sentence; null when it is none of them. */
function faultOf(error: unknown) {
  if (!(error instanceof AppError) || error.code !== "bad_request") return null;
  const { field, fault } = error.params;
  if (field === "domain") return { field: "domain", text: FAULTS.domain } as const;
  if (field !== "name") return null;
  return { field: "name", text: fault === "taken" ? FAULTS.taken : FAULTS.form } as const;
}

/** Runs an act of a form with a name; what it refuses comes back with the typed text, and success leads on. */
async function submitName(form: FormData, act: () => Promise<unknown>): Promise<NameState> {
  const t = await getTranslations("channels");
  const result = await forAction(async () => {
    try {
      await act();
      return null;
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null) throw error;
      return { field: fault.field, text: t(fault.text) };
    }
  });
  const refusal = result.ok ? result.value : { field: null, text: result.error.text };
  if (refusal === null) redirect(localPath(form.get("next"), FALLBACK));
  return { name: formText(form, "name"), domain: formText(form, "domain"), refusal };
}

/** Adds a channel from the window "Add". */
export async function addAction(_: NameState, form: FormData): Promise<NameState> {
  const channel = {
    kind: formText(form, "kind"),
    name: formText(form, "name"),
    domain: formText(form, "domain") || null,
  };
  return submitName(form, async () => addChannel(await requestActor(), channel));
}

/** Gives a channel the name typed into the window "Rename". */
export async function renameAction(_: NameState, form: FormData): Promise<NameState> {
  const [id, name] = [formText(form, "id"), formText(form, "name")];
  return submitName(form, async () => renameChannel(await requestActor(), id, name));
}

/** Turns a channel on or off. The answer brings the refreshed page along; without JavaScript it leads to the list. */
export async function switchAction(_: ActState, form: FormData): Promise<ActState> {
  const id = formText(form, "id");
  const act = formText(form, "wanted") === "enabled" ? enableChannel : disableChannel;
  const result = await forAction(async () => act(await requestActor(), id));
  const hasScript = (await headers()).has("next-action");
  if (hasScript) refreshAfter(result);
  else if (result.ok) redirect(localPath(form.get("next"), FALLBACK));
  return result.ok ? { isDone: true, refusal: null } : { isDone: false, refusal: result.error.text };
}

/** Removes a channel, after its window has asked. */
export async function removeAction(_: ActState, form: FormData): Promise<ActState> {
  const result = await forAction(async () => removeChannel(await requestActor(), formText(form, "id")));
  if (result.ok) redirect(localPath(form.get("next"), FALLBACK));
  return { isDone: false, refusal: result.error.text };
}
