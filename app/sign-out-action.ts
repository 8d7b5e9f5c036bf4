"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { sessionCookieName } from "@/lib/access/auth";
import { signOut as endSession } from "@/lib/use-cases/sessions/sign-out";
import { beginAction } from "./action-door";
import { signOut } from "./auth";

/** Ends the session, frees its seats, clears the cookie: last, so that a session that could not be ended is not forgotten. */
export async function signOutAction(): Promise<void> {
  beginAction();
  await endSession((await cookies()).get(sessionCookieName())?.value ?? "");
  await signOut({ redirect: false });
  redirect("/sign-in");
}
