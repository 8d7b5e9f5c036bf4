import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "@/lib/translations";
import { forAction } from "@/app/action-door";
import type { FormState } from "@/components/ui/form-state";
import { AppError } from "@/lib/errors";
import { formTexts } from "@/lib/form-text";
import { localPath } from "@/lib/local-path";
import type { Messages } from "@/i18n/messages";
import { sayNext } from "./say-next";

type Translate = Awaited<ReturnType<typeof getTranslations<"directory">>>;

/** The field that a refusal is about (null: the whole form) and its sentence. */
export type Fault = [field: string | null, text: string];

/** What a refusal is to a form that shows these fields; null when the reason's own sentence will do. */
type FaultOf = (error: AppError, shown: readonly string[]) => Promise<Fault | null>;

/** As the directory says it. */
async function directoryFault(error: AppError, shown: readonly string[]): Promise<Fault | null> {
  const t = await getTranslations("directory");
  const { field, fault } = error.params;
  if (error.code === "access_denied" && shown.includes("roles")) return ["roles", t("errors.roles_denied")];
  if (error.code !== "bad_request") return null;
  if (field === "user") return [null, t("errors.self")];
  if (field === "role") return ["roles", t("errors.role")];
  if (field === "name" || field === "password" || field === "current") return [field, t(`errors.${field}`)];
  if (field === "username") return [field, t(fault === "taken" ? "errors.username_taken" : "errors.username")];
  if (field !== "domain") return null;
  if (shown.includes("username")) return [field, t("errors.domain_unknown")];
  if (fault === "self") return [null, t("errors.domain_self")];
  if (fault === "not_empty") {
    const lives = { users: Number(error.params.users), channels: Number(error.params.channels) };
    return shown.includes("domain") ? [field, t("domainInUse", lives)] : [null, t("domainNotEmpty", lives)];
  }
  return [field, t(fault === "taken" ? "errors.domain_taken" : "errors.domain")];
}

/** What is typed into these never comes back. */
const SECRETS = new Set(["password", "current"]);

function typed(form: FormData, shown: readonly string[]): FormState["values"] {
  return Object.fromEntries(shown.filter((name) => !SECRETS.has(name)).map((name) => [name, formTexts(form, name)]));
}

/**
 * Runs the act of a form (components/ui/fields-form.tsx) that shows these fields. A refusal comes back in words beside its
 * field, with what was typed.
 */
async function run<T>(
  form: FormData,
  shown: readonly string[],
  act: () => Promise<T>,
  faultOf: FaultOf,
): Promise<{ value: T } | FormState> {
  const t = await getTranslations("directory");
  const values = typed(form, shown);
  // A password that may be left out would be left out unnoticed, since it never comes back.
  const again: Record<string, string> = {};
  if (shown.includes("username") && form.get("password")) again.password = t("errors.password_again");
  const result = await forAction(async () => {
    try {
      return { value: await act() };
    } catch (error) {
      const fault = error instanceof AppError ? await faultOf(error, shown) : null;
      if (fault === null) throw error;
      const [field, text] = fault;
      const errors: Record<string, string> = field === null ? again : { ...again, [field]: text };
      return { values, errors, failure: field === null ? text : null, done: null };
    }
  });
  return result.ok ? result.value : { values, errors: again, failure: result.error.text, done: null };
}

type Leaving = {
  fields: readonly string[];
  fallback: string;
  said: Exclude<keyof Messages["said"], "keyImported">;
  faultOf?: FaultOf;
};

/** A form whose window closes when it is done: success leads to the form's `next`, which says so, and Back does not open the window again. */
export async function submitAndLeave(
  form: FormData,
  { fields, fallback, said, faultOf = directoryFault }: Leaving,
  act: () => Promise<unknown>,
): Promise<FormState> {
  const answer = await run(form, fields, act, faultOf);
  if (!("value" in answer)) return answer;
  await sayNext((t) => t(said));
  redirect(localPath(form.get("next"), fallback), "replace");
}

/** A form that stays open and says in words what it did; the page behind it is brought up to date. */
export async function submitAndStay<T>(
  form: FormData,
  fields: readonly string[],
  act: () => Promise<T>,
  say: (value: T, t: Translate) => string,
): Promise<FormState> {
  const answer = await run(form, fields, act, directoryFault);
  if (!("value" in answer)) return answer;
  if ((await headers()).has("next-action")) refresh();
  const t = await getTranslations("directory");
  return { values: typed(form, fields), errors: {}, failure: null, done: say(answer.value, t) };
}
