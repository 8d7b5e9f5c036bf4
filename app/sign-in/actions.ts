"use server";

import { redirect } from "next/navigation";
import type { SignInState } from "@/components/sign-in/sign-in-form";
import { forAction } from "@/app/action-door";
import { signIn } from "@/app/auth";
import { formText } from "@/app/form-text";
import { RefusedSignIn } from "@/lib/access/auth";
import { localPath } from "@/lib/local-path";

async function openSession(username: string, password: string): Promise<void> {
  try {
    await signIn("credentials", { username, password, redirect: false });
  } catch (error) {
    throw error instanceof RefusedSignIn ? error.reason : error;
  }
}

/** Signs in and goes where the person wanted; a refusal comes back in words with the name as it was typed. */
export async function signInAction(_: SignInState, form: FormData): Promise<SignInState> {
  const username = formText(form, "username");
  const result = await forAction(() => openSession(username, formText(form, "password")));
  if (!result.ok) return { username, error: result.error.text };
  redirect(localPath(formText(form, "next"), "/licenses"));
}
