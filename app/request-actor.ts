import { cookies } from "next/headers";
import { cache } from "react";
import type { UserActor } from "@/lib/access/actor";
import { sessionCookieName } from "@/lib/access/auth";
import { actorOfToken } from "@/lib/access/session";
import { actFor } from "@/lib/access/walls";
import { AppError } from "@/lib/errors";

/** The secret of the session that this request's cookie tells; undefined without one. */
export async function requestToken(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookieName())?.value;
}

/**
 * Looked up once a request, however many parts of a page ask. An access token in the cookie is no session: it signs nobody
 * in, and what people do on pages could let it outlive its end.
 */
const findActor = cache(async () => {
  const actor = await actorOfToken(await requestToken());
  if (actor.token !== null) throw new AppError("unauthenticated", { about: "token" });
  return actor;
});

/** The person behind this request's cookie; what is asked in this scope from here on, is asked for them. @throws AppError */
export async function requestActor(): Promise<UserActor> {
  const actor = await findActor();
  actFor(actor);
  return actor;
}
