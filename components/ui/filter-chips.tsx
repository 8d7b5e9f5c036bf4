import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import type { Filter } from "./filter-window";

type Props = { filters: Filter[]; withoutHref: (name: Filter["name"]) => string };

function labelOf({ options, value }: Filter): string {
  return options().find((option) => option.value === value)?.label ?? value;
}

/** What a list is filtered by; each filter can be taken off by itself. */
export async function FilterChips({ filters, withoutHref }: Props) {
  const t = await getTranslations("filters");
  return filters
    .filter(({ value }) => value !== "")
    .map((filter) => ({ name: filter.name, text: `${t(filter.name)}: ${labelOf(filter)}` }))
    .map(({ name, text }) => (
      <span key={name} className="inline-flex min-h-9 items-center gap-2 rounded-md bg-band px-3">
        <span className="max-w-64 truncate">{text}</span>
        <Link
          href={withoutHref(name)}
          prefetch={false}
          aria-label={t("remove", { filter: text })}
          title={t("remove", { filter: text })}
          className="text-ink no-underline"
        >
          <span aria-hidden="true">{"✕"}</span>
        </Link>
      </span>
    ));
}
