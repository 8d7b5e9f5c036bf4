"use server";

import { redirect } from "next/navigation";
import { signOut } from "./auth";

/** Ends the session, frees its seats, clears the cookie. */
export async function signOutAction(): Promise<void> {
  await signOut({ redirect: false });
  redirect("/sign-in");
}
