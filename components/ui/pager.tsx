import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { lastPageOf, type Total } from "@/lib/list-request";
import { SizeSelect } from "./size-select";

type Props = {
  page: number;
  size: number;
  /** Choices of rows per page; none: the size is fixed. */
  sizes: readonly number[];
  total: Total;
  /** The deepest page that can be reached, where that is not the last. */
  deepest?: number | null;
  pageHref: (page: number) => string;
  path: string;
  /** The other members of the page's URL that a change of the page's size keeps. */
  kept: [name: string, value: string][];
  /** What these pages are called by people who do not see them, where a page has more than one list. */
  label?: string;
};

/** Where this page lies in the whole: range and total in words, pages as links, rows per page as a GET form. */
export async function Pager({ page, size, sizes, total, deepest = null, pageHref, path, kept, label }: Props) {
  const t = await getTranslations("shell");
  const last = lastPageOf(total, size);
  const isDeepest = total.more && page === deepest;
  const from = (page - 1) * size + 1;
  const to = total.more ? page * size : Math.min(page * size, total.count);
  const range =
    from > to
      ? t("rangeEmpty", { total: total.count })
      : t(total.more ? "rangeMore" : "range", { from, to, total: total.count });
  return (
    <div className="pager">
      {sizes.length > 0 && (
        <form action={path} className="flex items-center gap-2">
          {kept.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <label className="flex items-center gap-2">
            {t("rowsPerPage")}
            <SizeSelect key={size} size={size} sizes={[...new Set([...sizes, size])].toSorted((a, b) => a - b)} />
          </label>
          <button type="submit" className="button min-h-8 py-1">
            {t("apply")}
          </button>
        </form>
      )}
      <output>
        {range}
        {isDeepest && ` · ${t("deepest")}`}
      </output>
      <nav aria-label={label ?? t("pagination")} className="flex gap-1">
        <Step href={page > 1 ? pageHref(1) : null} label={t("firstPage")} sign="«" />
        <Step
          href={page > 1 ? pageHref(Math.min(page - 1, total.more ? page - 1 : last)) : null}
          label={t("previousPage")}
          sign="‹"
        />
        <Step
          href={(page < last || total.more) && !isDeepest ? pageHref(page + 1) : null}
          label={t("nextPage")}
          sign="›"
        />
        {!total.more && <Step href={page < last ? pageHref(last) : null} label={t("lastPage")} sign="»" />}
      </nav>
    </div>
  );
}

function Step({ href, label, sign }: { href: string | null; label: string; sign: string }) {
  if (href === null) {
    return (
      <span role="link" aria-disabled="true" aria-label={label} className="step">
        {sign}
      </span>
    );
  }
  return (
    <Link href={href} prefetch={false} aria-label={label} title={label} className="step">
      {sign}
    </Link>
  );
}
