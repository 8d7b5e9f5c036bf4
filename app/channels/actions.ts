"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { formText } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { forAction, refreshAfter } from "@/app/action-door";
import { type Fault, submitAndLeave } from "@/app/form-door";
import { requestActor } from "@/app/request-actor";
import type { SwitchState } from "@/components/channels/switch-state";
import type { FormState } from "@/components/ui/form-state";
import type { AppError } from "@/lib/errors";
import { localPath } from "@/lib/local-path";
import { addChannel } from "@/lib/use-cases/channels/add-channel";
import { disableChannel } from "@/lib/use-cases/channels/disable-channel";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { removeChannel } from "@/lib/use-cases/channels/remove-channel";
import { renameChannel } from "@/lib/use-cases/channels/rename-channel";

const LIST = "/channels/chat-gateways";

/** What a refusal is to a window with a channel's name in it. */
async function faultOf({ code, params: { field, fault } }: AppError): Promise<Fault | null> {
  if (code !== "bad_request") return null;
  const t = await getTranslations("channels");
  if (field === "domain") return [field, t("faultDomain")];
  return field === "name" ? [field, t(fault === "taken" ? "faultTaken" : "faultForm")] : null;
}

/** Adds a channel from the window "Add". */
export async function addAction(_: FormState, form: FormData): Promise<FormState> {
  const channel = {
    kind: formText(form, "kind"),
    name: formText(form, "name"),
    domain: formText(form, "domain") || null,
  };
  const act = async () => addChannel(await requestActor(), channel);
  return submitAndLeave(form, { fields: ["name", "domain"], fallback: LIST, said: "channelAdded", faultOf }, act);
}

/** Gives a channel the name typed into the window "Rename". */
export async function renameAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => renameChannel(await requestActor(), formText(form, "id"), formText(form, "name"));
  return submitAndLeave(form, { fields: ["name"], fallback: LIST, said: "channelRenamed", faultOf }, act);
}

/** Turns a channel on or off. The answer brings the refreshed page along; without JavaScript it leads to the list. */
export async function switchAction(_: SwitchState, form: FormData): Promise<SwitchState> {
  const id = formText(form, "id");
  const act = formText(form, "wanted") === "enabled" ? enableChannel : disableChannel;
  const result = await forAction(async () => act(await requestActor(), id));
  const hasScript = (await headers()).has("next-action");
  if (hasScript) refreshAfter(result);
  else if (result.ok) redirect(localPath(form.get("next"), LIST));
  return result.ok ? { isDone: true, refusal: null } : { isDone: false, refusal: result.error.text };
}

/** Removes a channel, after its window has asked. */
export async function removeAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => removeChannel(await requestActor(), formText(form, "id"));
  return submitAndLeave(form, { fields: [], fallback: LIST, said: "channelRemoved", faultOf }, act);
}
