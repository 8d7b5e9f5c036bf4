import Link from "next/link";
import type { Sort } from "@/lib/list-request";

/** `sort`: the order of the rows; null when it is no column's, as what a search finds first. */
type Props = { field: string; label: string; sort: Sort | null; href: (sort: Sort) => string };

/** A column heading that is a link: to this column ascending, and from there to descending. */
export function SortHeading({ field, label, sort, href }: Props) {
  const active = sort?.field === field ? sort : null;
  const next = { field, descending: active !== null && !active.descending };
  const sign = active ? (active.descending ? "↓" : "↑") : "";
  return (
    <th scope="col" aria-sort={active ? (active.descending ? "descending" : "ascending") : undefined}>
      <Link
        href={href(next)}
        prefetch={false}
        className="inline-flex items-center gap-1 text-ink no-underline hover:underline"
      >
        {label}
        <span aria-hidden="true" className="w-3 text-amber">
          {sign}
        </span>
      </Link>
    </th>
  );
}
