import { cookies } from "next/headers";
import { requestAddress } from "@/app/request-address";
import { createAuth, sessionCookieName } from "@/lib/access/auth";
import { actorOfToken, isAccessToken } from "@/lib/access/session";
import { AppError } from "@/lib/errors";
import { signIn as openSession } from "@/lib/use-cases/sessions/sign-in";
import { signOut as closeSession } from "@/lib/use-cases/sessions/sign-out";

/** A new session with a new secret; the one that the browser came with ends, whoever put it there. */
async function renewSession(username: string, password: string) {
  const secret = (await cookies()).get(sessionCookieName())?.value;
  const before = secret && !isAccessToken(secret) ? secret : null;
  const opened = await openSession(username, password, "browser", await requestAddress(), before);
  if (before !== null) await closeSession(before);
  return opened;
}

/** While the database is away nobody can tell; the cookie stays for when it is back. */
async function isSession(token: string): Promise<boolean> {
  try {
    return (await actorOfToken(token, { isEverOpen: true })).token === null;
  } catch (error) {
    return !(error instanceof AppError);
  }
}

/** next-auth with our verbs: its route handlers, and signing in and out on the server. */
export const { handlers, signIn, signOut } = createAuth({ signIn: renewSession, signOut: closeSession, isSession });
