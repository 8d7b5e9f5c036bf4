"use server";

import { redirect } from "next/navigation";
import type { SignInState } from "@/components/sign-in/sign-in-form";
import { forAction } from "@/app/action-door";
import { signIn } from "@/app/auth";
import { tellMissing } from "@/app/missing-notice";
import { requestActor } from "@/app/request-actor";
import { RefusedSignIn } from "@/lib/access/auth";
import { formText } from "@/lib/form-text";
import { localPath } from "@/lib/local-path";
import { describeMe } from "@/lib/use-cases/sessions/describe-me";

async function openSession(username: string, password: string): Promise<void> {
  try {
    await signIn("credentials", { username, password, redirect: false });
  } catch (error) {
    throw error instanceof RefusedSignIn ? error.reason : error;
  }
}

/** Where a person goes: where they wanted. What their sign-in left closed is told there, or by their own page if they wanted nothing in particular. */
async function pageAfter(next: string): Promise<string> {
  const { missing } = await describeMe(await requestActor());
  if (missing.length === 0) return next;
  if (next === "/") return "/me";
  await tellMissing();
  return next;
}

/** Signs in and goes where the person wanted; a refusal comes back in words with the name as it was typed. */
export async function signInAction(_: SignInState, form: FormData): Promise<SignInState> {
  const username = formText(form, "username");
  const next = localPath(formText(form, "next"), "/");
  const result = await forAction(async () => {
    await openSession(username, formText(form, "password"));
    return pageAfter(next);
  });
  if (!result.ok) return { username, error: result.error.text };
  redirect(result.value);
}
