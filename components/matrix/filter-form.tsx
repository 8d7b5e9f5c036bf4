import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

type Option = { value: string; label: string };

/** A filter of the matrix: what it asks for now, and what it can ask for. */
export type Filter = { name: "domain" | "state" | "has" | "without"; value: string; options: Option[] };

type Props = {
  path: string;
  filters: Filter[];
  kept: [name: string, value: string][];
  /** The address without one of the filters. */
  withoutHref: (name: Filter["name"]) => string;
};

/** Filters as a GET form that folds away; what is filtered stands beside it and can be taken off one by one. */
export async function FilterForm({ path, filters, kept, withoutHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("matrix"), getTranslations("shell")]);
  return (
    <div className="flex flex-wrap items-start gap-2">
      <details className="group relative">
        <summary className="button list-none">{t("filters")}</summary>
        <form
          action={path}
          className="absolute z-40 mt-1 grid w-[min(22rem,calc(100vw-3rem))] gap-3 rounded-lg border border-line bg-raised p-4 shadow-xl shadow-(color:--shadow)"
        >
          {kept.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {filters.map((filter) => (
            <label key={filter.name} className="grid gap-1">
              {t(`filter.${filter.name}`)}
              <select name={filter.name} defaultValue={filter.value} key={filter.value} className="field">
                <option value="">{t("any")}</option>
                {filter.options.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
          ))}
          <button type="submit" className="button button-accent">
            {shell("apply")}
          </button>
        </form>
      </details>
      {filters
        .filter(({ value }) => value !== "")
        .map((filter) => (
          <Chip key={filter.name} href={withoutHref(filter.name)} label={t("removeFilter")}>
            {`${t(`filter.${filter.name}`)}: ${labelOf(filter)}`}
          </Chip>
        ))}
    </div>
  );
}

function labelOf({ options, value }: Filter): string {
  return options.find((option) => option.value === value)?.label ?? value;
}

function Chip({ href, label, children }: { href: string; label: string; children: ReactNode }) {
  return (
    <span className="inline-flex min-h-9 items-center gap-2 rounded-md bg-band px-3">
      <span className="max-w-64 truncate">{children}</span>
      <Link href={href} prefetch={false} aria-label={label} title={label} className="text-ink no-underline">
        <span aria-hidden="true">{"✕"}</span>
      </Link>
    </span>
  );
}
