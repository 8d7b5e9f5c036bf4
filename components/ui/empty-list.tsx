import Link from "next/link";
import type { ReactNode } from "react";
import { getTranslations } from "@/lib/translations";

type Props = {
  children: ReactNode;
  /** Where the same list is whole, if it is searched or filtered. */
  wholeHref: string | null;
};

/** What stands in the place of a list that has no rows, and the way to those that a search or a filter leaves out. */
export async function EmptyList({ children, wholeHref }: Props) {
  const t = await getTranslations("shell");
  return (
    <div className="grid justify-items-center gap-3 border-y border-line px-3 py-10 text-center text-muted">
      <p className="wrap-anywhere">{children}</p>
      {wholeHref !== null && (
        <Link href={wholeHref} prefetch={false} className="button">
          {t("showWhole")}
        </Link>
      )}
    </div>
  );
}
