"use server";

import { redirect } from "next/navigation";
import { formText } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { type ActionError, forAction } from "@/app/action-door";
import { toPreview } from "@/app/licenses/import-preview";
import { reasonText } from "@/app/reason-text";
import { requestAddress } from "@/app/request-address";
import { SETUP_FIELDS, type SetupField, type SetupState, type SetupValues } from "@/components/setup/setup-state";
import { AppError } from "@/lib/errors";
import { setUp } from "@/lib/use-cases/installation/set-up";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";

function isAboutKey(code: ActionError["code"]): boolean {
  return code.startsWith("certificate_") || code === "too_large";
}

/** The field that a refusal is about; null when it is about none. */
function fieldOf({ code, params }: AppError): SetupField | null {
  if (code === "access_denied") return "token";
  if (isAboutKey(code)) return "key";
  return (code === "bad_request" && SETUP_FIELDS.find((field) => field === params.field)) || null;
}

async function faultText(field: SetupField, refused: AppError): Promise<string> {
  return field === "key" ? reasonText(refused) : (await getTranslations("setup"))(`faults.${field}`);
}

/** Does it all; a refusal that is about one field comes back as that field's fault. */
async function attempt(values: SetupValues, password: string): Promise<SetupState["faults"] | null> {
  const { token, key, domain, name, username } = values;
  try {
    await setUp({ token, key, domain, administrator: { name, username, password } });
    return null;
  } catch (error) {
    const field = error instanceof AppError ? fieldOf(error) : null;
    if (!(error instanceof AppError) || field === null) throw error;
    return { [field]: await faultText(field, error) };
  }
}

async function problemText(error: ActionError): Promise<string> {
  return error.code === "not_found" ? (await getTranslations("setup"))("hasUsers") : error.text;
}

async function preview(previous: SetupState, values: SetupValues, pressed: boolean): Promise<SetupState> {
  const { key: _, ...faults } = previous.faults;
  const result = await forAction(async () => toPreview(await previewImport(null, values.key, await requestAddress())));
  const answer = { ...previous, values, faults, problem: null, preview: null, reviewed: null, pressed, goOn: false };
  // A key that opens nothing is read first.
  const goOn = pressed && result.ok && !result.value.takesAway;
  if (result.ok) return { ...answer, preview: result.value, reviewed: values.key, goOn };
  const { code, text } = result.error;
  return isAboutKey(code) ? { ...answer, faults: { ...faults, key: text } } : { ...answer, problem: text };
}

/** Previews the license key, or sets up with the one that was previewed, and goes on to the sign-in page. */
export async function setUpAction(previous: SetupState, form: FormData): Promise<SetupState> {
  const text = (name: SetupField) => formText(form, name);
  const values = {
    token: text("token"),
    key: text("key"),
    domain: text("domain"),
    username: text("username"),
    name: text("name"),
  };
  const wantsApply = formText(form, "intent") === "apply";
  const isReviewed = values.key !== "" && formText(form, "reviewed") === values.key;
  if (!wantsApply || !isReviewed) return preview(previous, values, wantsApply);

  const kept = { ...previous, values, faults: {}, problem: null, pressed: false, goOn: false };
  if (text("password") !== text("again")) {
    return { ...kept, faults: { again: (await getTranslations("setup"))("faults.again") } };
  }
  const result = await forAction(() => attempt(values, text("password")));
  if (!result.ok) return { ...kept, problem: await problemText(result.error) };
  if (result.value !== null) return { ...kept, faults: result.value };
  redirect("/sign-in");
}
