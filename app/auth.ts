import { createAuth } from "@/lib/access/auth";
import { requestAddress } from "@/app/request-address";
import { signIn as openSession } from "@/lib/use-cases/sessions/sign-in";
import { signOut as closeSession } from "@/lib/use-cases/sessions/sign-out";

/** next-auth with our verbs: its route handlers, and signing in and out on the server. */
export const { handlers, signIn, signOut } = createAuth({
  signIn: async (username, password) => openSession(username, password, "browser", await requestAddress()),
  signOut: closeSession,
});
