import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { MessagePage } from "@/components/ui/message-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("notFound") };
}

export default async function NotFound() {
  const t = await getTranslations("shell");
  return (
    <MessagePage code="404" title={t("notFound")} text={t("notFoundText")}>
      <Link href="/licenses" className="button">
        {t("home")}
      </Link>
    </MessagePage>
  );
}
