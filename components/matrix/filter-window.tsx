import Link from "next/link";
import { Window } from "@/components/ui/window";
import { getTranslations } from "@/lib/translations";

type Option = { value: string; label: string };

/** A filter of the matrix: what it asks for now, and what it can ask for. */
export type Filter = { name: "domain" | "state" | "has" | "without"; value: string; options: () => Option[] };

type Props = { path: string; filters: Filter[]; kept: [name: string, value: string][]; closeHref: string };

/** The filters as a GET form: what is filtered stands in the URL. */
export async function FilterWindow({ path, filters, kept, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("matrix"), getTranslations("shell")]);
  return (
    <Window title={t("filters")} openerId="open-filters">
      <form action={path} className="grid gap-4">
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {filters.map((filter) => (
          <label key={filter.name} className="grid gap-1 font-medium">
            {t(`filter.${filter.name}`)}
            <select name={filter.name} defaultValue={filter.value} key={filter.value} className="field font-normal">
              <option value="">{t("any")}</option>
              {filter.options().map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        ))}
        <div className="flex justify-end gap-2">
          <Link data-close="" replace href={closeHref} scroll={false} className="button">
            {shell("cancel")}
          </Link>
          <button type="submit" className="button button-accent">
            {shell("apply")}
          </button>
        </div>
      </form>
    </Window>
  );
}
