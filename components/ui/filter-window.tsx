import { CloseLink } from "./close-link";
import { Window } from "./window";
import { WindowLink } from "./window-link";
import { getTranslations } from "@/lib/translations";

type Option = { value: string; label: string };

/** A filter of a list: what it asks for now, and what it can ask for. */
export type Filter = { name: "domain" | "state" | "has" | "without"; value: string; options: () => Option[] };

const OPENER = "open-filters";

/** Opens the window of the filters. */
export async function FilterLink({ href }: { href: string }) {
  const t = await getTranslations("filters");
  return (
    <WindowLink id={OPENER} href={href}>
      {t("title")}
    </WindowLink>
  );
}

type Props = { path: string; filters: Filter[]; kept: [name: string, value: string][]; closeHref: string };

/** The filters as a GET form: what is filtered stands in the URL. */
export async function FilterWindow({ path, filters, kept, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("filters"), getTranslations("shell")]);
  return (
    <Window title={t("title")} openerId={OPENER}>
      <form action={path} className="grid gap-4">
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {filters.map((filter) => (
          <label key={filter.name} className="grid gap-1 font-medium">
            {t(filter.name)}
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
          <CloseLink href={closeHref} label={shell("cancel")} />
          <button type="submit" className="button button-accent">
            {shell("apply")}
          </button>
        </div>
      </form>
    </Window>
  );
}
