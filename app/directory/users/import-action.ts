"use server";

import { createHash } from "node:crypto";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { formText, withLineFeeds } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { forAction } from "@/app/action-door";
import { requestActor } from "@/app/request-actor";
import type { UserImportState } from "@/components/directory/import-state";
import { decodeText } from "@/lib/csv";
import { AppError } from "@/lib/errors";
import { importUsers, previewUsers } from "@/lib/use-cases/directory/import-users";
import { MAX_LIST_BYTES } from "@/lib/use-cases/directory/read-user-list";
import { toShownReport } from "./import-report";

type Translate = Awaited<ReturnType<typeof getTranslations<"directory">>>;

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The list that was sent: the chosen file, else the pasted text. @throws AppError `too_large`; `bad_request` naming the encoding. */
async function sentList(form: FormData): Promise<string> {
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return formText(form, "text");
  if (file.size > MAX_LIST_BYTES) throw new AppError("too_large");
  const text = decodeText(new Uint8Array(await file.arrayBuffer()));
  if (text === null) throw new AppError("bad_request", { field: "encoding" });
  return withLineFeeds(text);
}

/** The sentence of a fault of the whole list; null when the reason's own will do. */
function faultOf({ code, params }: AppError, t: Translate): string | null {
  if (code === "too_large") return t("errors.too_large");
  if (code !== "bad_request") return null;
  const { field, fault, column } = params;
  if (field === "header") {
    return t(fault === "missing" ? "errors.header_missing" : "errors.header_unknown", { column: String(column) });
  }
  if (field === "encoding" || field === "empty" || field === "rows") return t(`errors.${field}`);
  return null;
}

/** Previews a list of users, or applies the one that was previewed; another text is previewed first, whatever was pressed. */
export async function importUsersAction(_: UserImportState, form: FormData): Promise<UserImportState> {
  const t = await getTranslations("directory");
  let text = formText(form, "text");
  const result = await forAction(async () => {
    try {
      text = await sentList(form);
      if (text.trim() === "") throw new AppError("bad_request", { field: "empty" });
      const applied = formText(form, "intent") === "apply" && formText(form, "reviewed") === digest(text);
      const actor = await requestActor();
      const report = await (applied ? importUsers(actor, text) : previewUsers(actor, text));
      return { report: toShownReport(report, applied, t), applied };
    } catch (error) {
      const fault = error instanceof AppError ? faultOf(error, t) : null;
      if (fault === null) throw error;
      return fault;
    }
  });
  const failed = (error: string) => ({ text, reviewed: "", report: null, applied: false, error });
  if (!result.ok) return failed(result.error.text);
  if (typeof result.value === "string") return failed(result.value);
  const { report, applied } = result.value;
  if (applied && (await headers()).has("next-action")) refresh();
  return { text, reviewed: digest(text), report, applied, error: null };
}
