"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { formText } from "@/lib/form-text";
import { getTranslations } from "@/lib/translations";
import { forAction } from "@/app/action-door";
import { submitAndLeave } from "@/app/form-door";
import { requestActor } from "@/app/request-actor";
import type { FormState } from "@/components/ui/form-state";
import type { TokenState } from "@/components/tokens/token-state";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import { addToken, MAX_TOKEN_DAYS } from "@/lib/use-cases/tokens/add-token";
import { revokeToken } from "@/lib/use-cases/tokens/revoke-token";

const ownAddress = ({ username, domain }: UserActor) => `${username}@${domain.name}`;

/** The field that a refusal is about (null: the whole form) and its sentence; null when the reason's own sentence will do. */
async function faultOf(error: unknown): Promise<TokenState["error"]> {
  if (!(error instanceof AppError) || error.code !== "bad_request") return null;
  const t = await getTranslations("tokens");
  const { field, fault, limit } = error.params;
  if (field === "tokens") return { field: null, text: t("errors.tokens", { limit: Number(limit) }) };
  if (field === "name") return { field, text: t(fault === "taken" ? "errors.name_taken" : "errors.name") };
  return field === "scope" || field === "days" ? { field, text: t(`errors.${field}`, { days: MAX_TOKEN_DAYS }) } : null;
}

/** Adds a token of whoever is signed in. The secret is in this answer and nowhere else. */
export async function addTokenAction(_: TokenState, form: FormData): Promise<TokenState> {
  const values = { name: formText(form, "name"), scope: formText(form, "scope"), days: formText(form, "days") };
  const result = await forAction(async (): Promise<Pick<TokenState, "error" | "made">> => {
    try {
      const actor = await requestActor();
      const days = /^\d{1,4}$/.test(values.days.trim()) ? Number(values.days) : Number.NaN;
      const { secret, name } = await addToken(actor, ownAddress(actor), { ...values, days });
      return { error: null, made: { secret, name } };
    } catch (error) {
      const fault = await faultOf(error);
      if (fault === null) throw error;
      return { error: fault, made: null };
    }
  });
  if (!result.ok) return { values, error: { field: null, text: result.error.text }, made: null };
  if (result.value.made && (await headers()).has("next-action")) refresh();
  return { values, ...result.value };
}

/** Takes a token of whoever is signed in back, after the window has asked. */
export async function revokeTokenAction(_: FormState, form: FormData): Promise<FormState> {
  return submitAndLeave(form, { fields: [], fallback: "/me", said: "tokenRevoked" }, async () => {
    const actor = await requestActor();
    await revokeToken(actor, ownAddress(actor), { id: formText(form, "token") });
  });
}
