import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import type { WarningKind } from "@/lib/licensing/warnings";

/** Says that the list shows only what one kind of warning is about, and leads back to the whole list. */
export async function AttentionFilter({ kind, clearHref }: { kind: WarningKind; clearHref: string }) {
  const t = await getTranslations("warnings");
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3 py-2">
      <span className="rounded-md bg-band px-2 py-1">{t(`only.${kind}`)}</span>
      <Link href={clearHref} prefetch={false}>
        {t("showAll")}
      </Link>
    </p>
  );
}
