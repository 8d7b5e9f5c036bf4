import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { MessagePage } from "@/components/ui/message-page";
import { MissingNotice } from "./missing-notice";
import { signOutAction } from "./sign-out-action";

export default async function Forbidden() {
  const t = await getTranslations("shell");
  return (
    <MessagePage code="403" title={t("accessDenied")} text={t("accessDeniedText")} notice={<MissingNotice />}>
      <Link href="/me" prefetch={false} className="button">
        {t("me")}
      </Link>
      <form action={signOutAction}>
        <button type="submit" className="button">
          {t("signOut")}
        </button>
      </form>
    </MessagePage>
  );
}
