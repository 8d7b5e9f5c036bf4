"use server";

import { formText } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { forAction, refreshAfter } from "@/app/action-door";
import { perRefusal } from "@/app/per-refusal";
import { reasonText } from "@/app/reason-text";
import { requestActor } from "@/app/request-actor";
import { type ManyRow, type ManyState, SHOWN_ROWS } from "@/components/many/many-state";
import { AppError } from "@/lib/errors";
import type { RawParams } from "@/lib/search-params";
import { changeMany, type ManyResult } from "@/lib/use-cases/grants/change-many";
import { type ManyPreview, type ManyWish, previewMany } from "@/lib/use-cases/grants/preview-many";
import { undoAct } from "@/lib/use-cases/grants/undo-act";
import { matrixParams } from "./page-params";

type Translate = Awaited<ReturnType<typeof getTranslations<"many">>>;

function readWish(form: FormData): ManyState["wish"] {
  return {
    scope: formText(form, "scope") === "all" ? "all" : "page",
    licenseId: formText(form, "licenseId"),
    held: formText(form, "held") !== "false",
    whole: formText(form, "whole") === "true",
  };
}

async function previewText(preview: ManyPreview, wish: ManyState["wish"], t: Translate): Promise<string> {
  const { changing, already, notFitting, refused } = preview;
  const counts = t(wish.held ? "willAssign" : "willRevoke", { changing, already, notFitting });
  const isShort = wish.held && refused?.code === "seats_exhausted" && changing > 0;
  const why = refused === null ? "" : isShort ? t("seatsLeft", { left: changing }) : await reasonText(refused);
  if (!wish.held && why !== "" && changing > 0) return `${counts} ${t("lasting", { why })}`;
  const stopped = wish.whole && notFitting > 0 ? t("wholeRefused") : "";
  return [counts, why, stopped].filter(Boolean).join(" ");
}

/** What became of it; `lasting`: it cannot be taken back, since nobody could be given the license again. */
async function toDone(
  { actId, applied, results }: ManyResult,
  { wish, lasting }: { wish: ManyState["wish"]; lasting: boolean },
  t: Translate,
): Promise<ManyState["done"]> {
  const changed = results.filter((result) => result.changed).length;
  const refused = results.filter((result) => result.refused !== null);
  const words = new Map([
    ["moved", t(applied ? (wish.held ? "assigned" : "revoked") : "kept")],
    ["kept", t("kept")],
  ]);
  for (const { refused: why } of refused) if (why && !words.has(why.code)) words.set(why.code, await reasonText(why));
  const counts = { changed, already: results.length - changed - refused.length, refused: refused.length };
  const places = [...words.keys()];
  const rows = results.map(({ name, address, changed: moved, refused: why }): ManyRow => {
    return [name, address, places.indexOf(why?.code ?? (moved ? "moved" : "kept"))];
  });
  const text = applied ? t(wish.held ? "doneAssign" : "doneRevoke", counts) : t("notDone");
  const hidden = rows.length > SHOWN_ROWS ? t("more", { count: rows.length - SHOWN_ROWS }) : null;
  return { text, actId: applied && changed > 0 && !lasting ? actId : null, rows, results: [...words.values()], hidden };
}

async function undo(state: ManyState, actId: string, t: Translate): Promise<ManyState> {
  const result = await forAction(async () => undoAct(await requestActor(), actId));
  refreshAfter(result);
  if (!result.ok) return { ...state, error: result.error.text };
  const changed = result.value.filter((each) => each.changed).length;
  const refused = result.value.flatMap((each) => each.refused ?? []);
  const say = perRefusal(reasonText);
  const reasons = [...new Set(await Promise.all(refused.map(say)))];
  const text = [t("undone", { changed, refused: refused.length }), ...reasons].join(" ");
  return {
    ...state,
    preview: null,
    reviewed: "",
    error: null,
    done: { text, actId: null, rows: [], results: [], hidden: null },
  };
}

/** More users than one act takes are told in words of their own. */
function unlessTooMany(error: unknown): null {
  if (error instanceof AppError && ["users", "userIds"].includes(String(error.params.field))) return null;
  throw error;
}

/** Previews an act for many users, does the one that was previewed, or takes one back. `here` is what the page's URL says. */
export async function manyAction(here: RawParams, state: ManyState, form: FormData): Promise<ManyState> {
  const t = await getTranslations("many");
  const actId = formText(form, "undo");
  if (actId !== "") return undo(state, actId, t);

  const wish = readWish(form);
  const { scope, ...asked } = wish;
  const userIds = scope === "page" ? formText(form, "userIds").split(",").filter(Boolean) : null;
  const wished: ManyWish = { ...asked, filter: matrixParams.read(here), userIds };
  const before: ManyState = { wish, preview: null, reviewed: "", done: null, error: null };
  const previewed = await forAction(async () => previewMany(await requestActor(), wished).catch(unlessTooMany));
  if (!previewed.ok) return { ...before, error: previewed.error.text };
  if (previewed.value === null) return { ...before, error: t("tooMany") };
  const { total, changing, notFitting } = previewed.value;
  const applies = changing > 0 && !(wish.whole && notFitting > 0);
  // What was read is done, or what it has become meanwhile is shown.
  const reviewed = applies ? JSON.stringify([wish, total, changing]) : "";
  if (!applies || formText(form, "reviewed") !== reviewed) {
    const apply = applies ? t("apply", { held: String(wish.held), count: changing }) : null;
    return { ...before, preview: { text: await previewText(previewed.value, wish, t), apply }, reviewed };
  }
  const result = await forAction(async () => changeMany(await requestActor(), wished));
  refreshAfter(result);
  if (!result.ok) return { ...before, error: result.error.text };
  const lasting = !wish.held && previewed.value.refused !== null;
  return { ...before, done: await toDone(result.value, { wish, lasting }, t) };
}
