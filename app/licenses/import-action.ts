"use server";

import { redirect } from "next/navigation";
import { type ActionResult, forAction } from "@/app/action-door";
import { formText } from "@/app/form-text";
import { requestActor } from "@/app/request-actor";
import { requestAddress } from "@/app/request-address";
import type { ImportState, Preview } from "@/components/import/import-state";
import type { UserActor } from "@/lib/access/actor";
import { localPath } from "@/lib/local-path";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";
import { toPreview } from "./import-preview";

type Who = () => Promise<UserActor | null>;

function answered(text: string, result: ActionResult<Preview>, pressed: boolean): ImportState {
  return result.ok
    ? { text, preview: result.value, reviewed: text, error: null, pressed }
    : { text, preview: null, reviewed: null, error: result.error.text, pressed: false };
}

/** Previews, or applies what was previewed. A text that was not previewed yet is previewed first, whatever was pressed. */
async function importKey(who: Who, form: FormData): Promise<ImportState> {
  const text = formText(form, "key");
  const wantsApply = formText(form, "intent") === "apply";
  const isReviewed = text !== "" && formText(form, "reviewed") === text;
  if (!wantsApply || !isReviewed) {
    const result = await forAction(async () =>
      toPreview(await previewImport(await who(), text, await requestAddress())),
    );
    return answered(text, result, wantsApply);
  }
  const result = await forAction(async () =>
    toPreview(await importCertificate(await who(), text, await requestAddress())),
  );
  if (!result.ok) return answered(text, result, false);
  redirect(localPath(form.get("next"), "/licenses"));
}

/** The import window's action, for the person who is signed in. */
export async function importAction(_: ImportState, form: FormData): Promise<ImportState> {
  return importKey(requestActor, form);
}

/** The renewal page's action: nobody needs to be signed in, the key's signature is the authority. */
export async function renewAction(_: ImportState, form: FormData): Promise<ImportState> {
  return importKey(async () => null, form);
}
