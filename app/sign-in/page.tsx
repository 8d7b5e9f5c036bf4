import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { FrontDoor } from "@/components/shell/front-door";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { formatDate } from "@/lib/dates";
import { env } from "@/lib/env";
import { sessionCookieName } from "@/lib/access/auth";
import { localPath, RENEWED } from "@/lib/local-path";
import type { RawParams } from "@/lib/search-params";
import { getInstallationState } from "@/lib/use-cases/installation/get-installation-state";
import { signInAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

const FIRST_USER = [
  "npm run admin -- domain add acme.example",
  'npm run admin -- user add admin@acme.example --name "Administrator" --role sysadmin',
];

export default async function SignInPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const [{ next }, cookie, t, setup, state] = await Promise.all([
    searchParams,
    cookies(),
    getTranslations("signIn"),
    getTranslations("setup"),
    getInstallationState(),
  ]);
  // Whoever was led here from a page with a session's cookie had a session, and no longer has.
  const hasEnded = state.inForce && next !== undefined && cookie.has(sessionCookieName());
  return (
    <FrontDoor title={t("title")}>
      {!state.hasUsers && (
        <div className="grid gap-2 rounded-md bg-band px-3 py-2">
          <p>{t("noUsers")}</p>
          <Link href="/setup" className="font-semibold">
            {setup("link")}
          </Link>
          <p className="text-muted">{setup("byCommand")}</p>
          {FIRST_USER.map((command) => (
            <code key={command} className="text-xs break-words">
              {command}
            </code>
          ))}
        </div>
      )}
      {!state.inForce && (
        <div role="alert" className="grid gap-2 rounded-md bg-amber-soft px-3 py-2">
          <p>
            {t("notInForce")} {state.endedAt && t("endedAt", { date: formatDate(state.endedAt, env().TIME_ZONE) })}{" "}
            {state.next && t("startsAt", { ...state.next, date: formatDate(state.next.startsAt, env().TIME_ZONE) })}
          </p>
          <Link href="/renew" className="font-semibold">
            {t("renew")}
          </Link>
        </div>
      )}
      {state.inForce && next === RENEWED && (
        <p role="status" className="rounded-md bg-good-soft px-3 py-2 text-good">
          {t("renewed")}
        </p>
      )}
      {hasEnded && next !== RENEWED && <p className="rounded-md bg-amber-soft px-3 py-2">{t("ended")}</p>}
      <SignInForm
        action={signInAction}
        next={localPath(next, "/")}
        labels={{
          user: t("user"),
          userHint: t("userHint"),
          password: t("password"),
          submit: t("submit"),
          submitting: t("submitting"),
        }}
      />
    </FrontDoor>
  );
}
