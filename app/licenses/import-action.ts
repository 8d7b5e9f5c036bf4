"use server";

import { redirect } from "next/navigation";
import { forAction } from "@/app/action-door";
import { requestActor } from "@/app/request-actor";
import { requestAddress } from "@/app/request-address";
import { sayNext } from "@/app/say-next";
import { EMPTY_IMPORT, type ImportState } from "@/components/import/import-state";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import { formText } from "@/lib/form-text";
import type { Change, ImportPlan } from "@/lib/licensing/import-plan";
import { localPath } from "@/lib/local-path";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";
import { toPreview } from "./import-preview";

type Who = () => Promise<UserActor | null>;

function refused(text: string, error: string): ImportState {
  return { ...EMPTY_IMPORT, text, error };
}

async function sayImported({ unchanged, changes }: ImportPlan): Promise<void> {
  const count = (wanted: Change["kind"]) => changes.filter(({ kind }) => kind === wanted).length;
  const sums = { added: count("new"), renewed: count("renewed"), withdrawn: count("withdrawn") };
  await sayNext((t) => (unchanged ? t("keyUnchanged") : t("keyImported", sums)));
}

/** Previews, or applies what was previewed, and has it said. A text that was not previewed yet is previewed first, whatever was pressed. */
async function importKey(who: Who, form: FormData, say?: typeof sayImported): Promise<ImportState> {
  const text = formText(form, "key");
  const wantsApply = formText(form, "intent") === "apply";
  const isReviewed = text !== "" && formText(form, "reviewed") === text;
  if (!wantsApply || !isReviewed) {
    const result = await forAction(async () =>
      toPreview(await previewImport(await who(), text, await requestAddress())),
    );
    if (!result.ok) return refused(text, result.error.text);
    const goOn = wantsApply && (formText(form, "hasty") === "1" || !result.value.takesAway);
    return { text, preview: result.value, reviewed: text, error: null, pressed: wantsApply, goOn };
  }
  const result = await forAction(async () => importCertificate(await who(), text, await requestAddress()));
  if (!result.ok) return refused(text, result.error.text);
  await say?.(result.value.plan);
  redirect(localPath(form.get("next"), "/licenses"), "replace");
}

/** While nothing is in force nobody is signed in, and a key's signature is the authority here as it is there (specification §3.5). */
async function personOrBearer(): Promise<UserActor | null> {
  return requestActor().catch((error: unknown) => {
    if (error instanceof AppError && error.code === "license_expired") return null;
    throw error;
  });
}

/** The import window's action, for the person who is signed in. */
export async function importAction(_: ImportState, form: FormData): Promise<ImportState> {
  return importKey(personOrBearer, form, sayImported);
}

/** The renewal page's action: nobody needs to be signed in, the key's signature is the authority. */
export async function renewAction(_: ImportState, form: FormData): Promise<ImportState> {
  return importKey(async () => null, form);
}
