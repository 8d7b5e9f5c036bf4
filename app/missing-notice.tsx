import { cookies } from "next/headers";
import { MissingList } from "@/components/me/missing-list";
import { isSecure } from "@/lib/access/auth";
import { describeMe } from "@/lib/use-cases/sessions/describe-me";
import { toMeView } from "./me/me-view";
import { forPage } from "./page-door";

const COOKIE = "missing";

/** As long as somebody may take to read it, on the page that they wanted and the next ones. */
const SECONDS = 60;

/** Pages tell for a minute what is missing. */
export async function tellMissing(): Promise<void> {
  const jar = await cookies();
  jar.set(COOKIE, "1", { path: "/", maxAge: SECONDS, sameSite: "lax", httpOnly: true, secure: isSecure() });
}

/** What whoever has just signed in cannot use, and why (specification §3.4), above the page that they wanted. */
export async function MissingNotice() {
  if ((await cookies()).get(COOKIE) === undefined) return null;
  const { missing } = await toMeView(await forPage("/me", describeMe));
  return missing.length === 0 ? null : (
    <div className="mb-4">
      <MissingList items={missing} />
    </div>
  );
}
