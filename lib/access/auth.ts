import NextAuth, { CredentialsSignin, type NextAuthResult } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** What signing in and out mean here; the verbs live above this room and are handed in. */
export type SignInVerbs = {
  signIn(username: string, password: string): Promise<{ token: string; userId: string }>;
  signOut(token: string): Promise<void>;
  /** Whether the secret is that of a session that goes on. */
  isSession(token: string): Promise<boolean>;
};

/** A refused sign-in on its way through next-auth, which wants an error of its own kind. */
export class RefusedSignIn extends CredentialsSignin {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super();
    this.code = reason instanceof AppError ? reason.code : "unknown";
    this.reason = reason;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export const isSecure = () => env().AUTH_URL.startsWith("https:");

/** The name of the cookie that carries the session's secret; browsers take a `__Host-` cookie from this very host and over TLS only. */
export const sessionCookieName = () => (isSecure() ? "__Host-seatwise.session" : "seatwise.session");

/**
 * next-auth issues and clears the cookie, guards its forms against other sites, and can bring OIDC later. The cookie holds
 * an opaque secret instead of a signed token: `encode` hands out the secret of the session row that the sign-in opened, so
 * deleting the row ends the session everywhere. Reading a session is ours (`session.ts`): one SQL look-up.
 */
export function createAuth(verbs: SignInVerbs): NextAuthResult {
  return NextAuth(() => ({
    secret: env().AUTH_SECRET,
    trustHost: true,
    // Its own pages bring styles that our policy refuses.
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/me", verifyRequest: "/sign-in" },
    session: { strategy: "jwt", maxAge: env().SESSION_MAX_HOURS * 3_600 },
    useSecureCookies: isSecure(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() },
      },
    },
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
    providers: [
      Credentials({
        credentials: { username: {}, password: {} },
        authorize: async ({ username, password }) => {
          try {
            const opened = await verbs.signIn(textOf(username), textOf(password));
            return { id: opened.userId, token: opened.token };
          } catch (error) {
            throw new RefusedSignIn(error);
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, secret: (user as { token?: string }).token } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    jwt: {
      encode: async ({ token }) => textOf(token?.secret),
      decode: async ({ token }) => (token && (await verbs.isSession(token)) ? { secret: token } : null),
    },
    events: {
      signOut: async (message) => {
        const secret = "token" in message ? message.token?.secret : undefined;
        if (typeof secret === "string") await verbs.signOut(secret);
      },
    },
  }));
}
