import { cookies } from "next/headers";
import { cache } from "react";
import type { UserActor } from "@/lib/access/actor";
import { sessionCookieName } from "@/lib/access/auth";
import { actorOfToken } from "@/lib/access/session";
import { actFor } from "@/lib/access/walls";

/** The secret of the session that this request's cookie tells; undefined without one. */
export async function requestToken(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookieName())?.value;
}

/** Looked up once a request, however many parts of a page ask. */
const findActor = cache(async () => actorOfToken(await requestToken()));

/** The person behind this request's cookie; what is asked in this scope from here on, is asked for them. @throws AppError */
export async function requestActor(): Promise<UserActor> {
  const actor = await findActor();
  actFor(actor);
  return actor;
}
