import { cookies, headers } from "next/headers";
import { isSecure } from "@/lib/access/auth";
import { SAID_COOKIE } from "@/lib/said";
import { getTranslations } from "@/lib/translations";

/** As long as the next page may take to come. */
const SECONDS = 10;

type Translate = Awaited<ReturnType<typeof getTranslations<"said">>>;

/** Has the page that a form leads to say what was done. Without a script nothing is kept: nobody would take it away again. */
export async function sayNext(sentence: (t: Translate) => string): Promise<void> {
  if (!(await headers()).has("next-action")) return;
  const text = sentence(await getTranslations("said"));
  // The script has to read it, so it is no HttpOnly; it opens nothing.
  (await cookies()).set(SAID_COOKIE, text, { path: "/", maxAge: SECONDS, sameSite: "lax", secure: isSecure() });
}
