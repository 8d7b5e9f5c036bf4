import { cookies } from "next/headers";
import { cache } from "react";
import type { UserActor } from "@/lib/access/actor";
import { sessionCookieName } from "@/lib/access/auth";
import { actorOfToken } from "@/lib/access/session";

/** The person behind this request's cookie, looked up once a request however many parts of a page ask. @throws AppError */
export const requestActor = cache(async (): Promise<UserActor> => {
  return actorOfToken((await cookies()).get(sessionCookieName())?.value);
});
