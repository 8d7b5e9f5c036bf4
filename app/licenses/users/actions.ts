"use server";

import { redirect } from "next/navigation";
import { formText, formTexts } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { type ActionResult, forAction, refreshAfter } from "@/app/action-door";
import { perRefusal } from "@/app/per-refusal";
import { reasonText } from "@/app/reason-text";
import { requestActor } from "@/app/request-actor";
import type { FormState } from "@/components/ui/form-state";
import type { SavedTicks } from "@/components/matrix/matrix";
import type { Tick, TickResult } from "@/components/matrix/matrix-model";
import type { RawParams } from "@/lib/search-params";
import { changeGrants, type GrantResult, MAX_CHANGES } from "@/lib/use-cases/grants/change-grants";
import { chooseColumns } from "@/lib/use-cases/grants/choose-columns";
import { matrixParams } from "./page-params";

/** Results in the reader's words. */
async function toTickResults(results: GrantResult[]): Promise<TickResult[]> {
  const say = perRefusal(reasonText);
  return Promise.all(
    results.map(async ({ refused, ...result }) => ({ ...result, refusal: refused && (await say(refused)) })),
  );
}

async function change(ticks: Tick[]): Promise<ActionResult<TickResult[]>> {
  return forAction(async () => toTickResults(await changeGrants(await requestActor(), ticks)));
}

/** Ticks from the matrix, as many as came together; the answer brings the refreshed page along. */
export async function changeTicks(ticks: Tick[]): Promise<ActionResult<TickResult[]>> {
  const result = await change(ticks);
  refreshAfter(result);
  return result;
}

/** The rows in a form's own order: each begins with what was shown, and its ticked boxes follow. */
function rowsOf(form: FormData) {
  const rows: { userId: string; shown: string; ticked: Set<string> }[] = [];
  for (const [name, value] of form) {
    if (typeof value !== "string") continue;
    if (name === "held") rows.at(-1)?.ticked.add(value);
    if (name !== "shown") continue;
    const [userId = "", shown = ""] = value.split(":");
    rows.push({ userId, shown, ticked: new Set() });
  }
  return rows;
}

/**
 * The boxes whose state the form sends differently from how they were shown. Anybody may send a form: it costs no more than
 * its size, and beyond what one act takes nothing is collected.
 */
function changedBoxes(form: FormData): Tick[] {
  const columns = formText(form, "columns").split(",");
  const boxes: Tick[] = [];
  for (const { userId, shown, ticked } of rowsOf(form)) {
    for (const [index, licenseId] of columns.slice(0, shown.length).entries()) {
      const isTicked = ticked.has(String(index));
      if (isTicked !== (shown[index] === "1")) boxes.push({ userId, licenseId, held: isTicked });
      if (boxes.length > MAX_CHANGES) return boxes;
    }
  }
  return boxes;
}

/** The matrix as a plain form, for browsers without JavaScript. Boxes that this person left alone are left alone. */
export async function saveTicks(_: SavedTicks, form: FormData): Promise<SavedTicks> {
  const t = await getTranslations("matrix");
  const ticks = changedBoxes(form);
  if (ticks.length === 0) return { text: t("nothingSaved"), refused: [] };
  const result = await change(ticks);
  if (!result.ok) return { text: result.error.text, refused: [] };
  const refused = result.value.flatMap(({ refusal }) => refusal ?? []);
  const isSaved = result.value.some(({ changed }) => changed);
  return { text: t(isSaved ? "saved" : "nothingSaved"), refused: [...new Set(refused)] };
}

/** Remembers the ticked columns and shows them; `here` is what the page's URL says. A failing memory does not stand in the way. */
export async function selectColumns(here: RawParams, _: FormState, form: FormData): Promise<FormState> {
  const columns = formTexts(form, "columns");
  const usual = formText(form, "usual").split(",").filter(Boolean);
  // Who ticks all that there are wants those, too, that are bought later.
  const isUsual = columns.length === usual.length && usual.every((id) => columns.includes(id));
  const chosen = isUsual && usual.length > 0 ? null : columns;
  const kept = await forAction(async () => chooseColumns(await requestActor(), chosen));
  const url = matrixParams.read({ ...here, columns: kept.ok && chosen === null ? undefined : columns.join(",") });
  redirect(matrixParams.href("/licenses/users", url, { select: false }), "replace");
}
