import Link from "next/link";
import { getTranslations } from "@/lib/translations";

/** Asks for what the page shows once more; what is scrolled to, ticked or on its way stays. Without a script the page is loaded anew. */
export async function RefreshLink({ href }: { href: string }) {
  const t = await getTranslations("shell");
  return (
    <Link href={href} prefetch={false} scroll={false} className="button" data-refresh>
      {t("refresh")}
    </Link>
  );
}
