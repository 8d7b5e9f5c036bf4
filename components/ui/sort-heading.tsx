import Link from "next/link";
import type { Sort } from "@/lib/list-request";

type Props = { field: string; label: string; sort: Sort; href: (sort: Sort) => string };

/** A column heading that is a link: to this column ascending, and from there to descending. */
export function SortHeading({ field, label, sort, href }: Props) {
  const isActive = sort.field === field;
  const next = { field, descending: isActive && !sort.descending };
  const sign = isActive ? (sort.descending ? "↓" : "↑") : "";
  return (
    <th scope="col" aria-sort={isActive ? (sort.descending ? "descending" : "ascending") : undefined}>
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
