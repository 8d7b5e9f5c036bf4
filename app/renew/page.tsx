import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { renewAction } from "@/app/licenses/import-action";
import { ImportForm } from "@/components/import/import-form";
import { importLabels } from "@/components/import/import-window";
import { FrontDoor } from "@/components/shell/front-door";
import { env } from "@/lib/env";
import { RENEWED } from "@/lib/local-path";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("import"))("renewTitle") };
}

/** Reachable when nobody can sign in: a license key is all it needs. */
export default async function RenewPage() {
  const [t, labels] = await Promise.all([getTranslations("import"), importLabels()]);
  const curl = `curl -X PUT ${env().AUTH_URL}/api/customer -d '{"certificate":"…"}'`;
  return (
    <FrontDoor title={t("renewTitle")} wide>
      <p className="text-muted">{t("renewText")}</p>
      <ImportForm action={renewAction} next={RENEWED} labels={labels}>
        <Link href="/sign-in" className="button">
          {t("toSignIn")}
        </Link>
      </ImportForm>
      <p className="text-muted">{t("renewCurl")}</p>
      <code className="rounded-md bg-band px-3 py-2 text-xs break-all">{curl}</code>
    </FrontDoor>
  );
}
