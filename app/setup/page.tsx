import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "@/lib/translations";
import { importLabels } from "@/components/import/import-window";
import { SetupForm, type SetupLabels } from "@/components/setup/setup-form";
import { FrontDoor } from "@/components/shell/front-door";
import { env } from "@/lib/env";
import { getInstallationState } from "@/lib/use-cases/installation/get-installation-state";
import { setUpAction } from "./setup-action";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("setup"))("title") };
}

/** The same without a browser, on the machine that runs the server. */
function commands(): string {
  return [
    "npm run admin -- domain add acme.example",
    'npm run admin -- user add admin@acme.example --name "Administrator" --role sysadmin',
    `curl -X PUT ${env().AUTH_URL}/api/customer -d '{"certificate":"…"}'`,
  ].join("\n");
}

async function setupLabels(): Promise<SetupLabels> {
  const [t, labels] = await Promise.all([getTranslations("setup"), importLabels()]);
  return {
    ...labels,
    token: t("token"),
    tokenHint: t("tokenHint"),
    check: t("check"),
    pressAgain: t("pressAgain"),
    readFirst: t("readFirst"),
    administrator: t("administrator"),
    domain: t("domain"),
    domainHint: t("domainHint"),
    username: t("username"),
    usernameHint: t("usernameHint"),
    name: t("name"),
    password: t("password"),
    passwordHint: t("passwordHint"),
    again: t("again"),
    submit: t("submit"),
    submitting: t("submitting"),
  };
}

/** The first run of an installation: exists only as long as there is no user. */
export default async function SetupPage() {
  const { hasUsers } = await getInstallationState();
  if (hasUsers) notFound();
  const [t, labels] = await Promise.all([getTranslations("setup"), setupLabels()]);
  return (
    <FrontDoor title={t("title")} wide>
      <p className="text-muted">{t("text")}</p>
      {env().LICENSE_ISSUERS === undefined && (
        <p role="alert" className="rounded-md bg-amber-soft px-3 py-2">
          {t("noIssuers")}
        </p>
      )}
      <SetupForm action={setUpAction} labels={labels} />
      <details className="min-w-0 border-t border-line pt-4">
        <summary className="cursor-pointer font-medium">{t("withoutBrowser")}</summary>
        <p className="my-2 text-muted">{t("withoutBrowserText")}</p>
        <pre className="rounded-md bg-band px-3 py-2 text-xs break-words whitespace-pre-wrap">{commands()}</pre>
      </details>
    </FrontDoor>
  );
}
