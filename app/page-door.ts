import { forbidden, notFound, redirect } from "next/navigation";
import type { ShownPerson, UserActor } from "@/lib/access/actor";
import { inScope } from "@/lib/access/walls";
import { AppError } from "@/lib/errors";
import { requestActor } from "./request-actor";

/**
 * What a page does with a person's request: find out who asks, call one use case, turn a refusal into a page.
 * `here` is the page's address, to come back to after signing in.
 */
export async function forPage<T>(
  here: string,
  useCase: (actor: UserActor) => Promise<T>,
): Promise<T & { actor: ShownPerson }> {
  try {
    return await inScope(async () => {
      const actor = await requestActor();
      return { ...(await useCase(actor)), actor };
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "unauthenticated" || error.code === "license_expired") {
      redirect(`/sign-in?next=${encodeURIComponent(here)}`);
    }
    if (error.code === "access_denied") forbidden();
    if (error.code === "not_found") notFound();
    throw error;
  }
}
