import { getTranslations } from "@/lib/translations";
import type { ReactNode } from "react";
import { RefreshLink } from "@/components/ui/refresh-link";

type Props = {
  path: string;
  values: { q: string; license: string; act: string; from: string; till: string; act_id: string };
  acts: { act: string; label: string }[];
  /** The other members of the page's URL that a search keeps. */
  kept: [name: string, value: string][];
  /** Null while nothing is filtered. */
  clearHref: string | null;
  refreshHref: string;
  csvHref: string;
};

/** What the audit list is narrowed by, as a GET form: it works without JavaScript, and the result has an address. */
export async function AuditFilterForm({ path, values, acts, kept, clearHref, refreshHref, csvHref }: Props) {
  const t = await getTranslations("audit");
  const field = (name: keyof Props["values"], type: string, placeholder?: string) => (
    <input
      type={type}
      name={name}
      defaultValue={values[name]}
      placeholder={placeholder}
      className="field"
      maxLength={200}
    />
  );
  return (
    <search>
      {/* A link to the same page with another filter must show that filter, not what was typed before. */}
      <form key={JSON.stringify(values)} action={path} className="flex flex-wrap items-end gap-x-3 gap-y-2 p-3">
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Labelled label={t("person")} look="min-w-48 flex-2">
          {field("q", "search", t("personHint"))}
        </Labelled>
        <Labelled label={t("license")} look="min-w-40 flex-1">
          {field("license", "search", t("licenseFilter"))}
        </Labelled>
        <Labelled label={t("act")} look="min-w-44 flex-1">
          <select name="act" defaultValue={values.act} className="field">
            <option value="">{t("anyAct")}</option>
            {acts.map(({ act, label }) => (
              <option key={act} value={act}>
                {label}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled label={t("from")} look="min-w-36">
          {field("from", "date")}
        </Labelled>
        <Labelled label={t("till")} look="min-w-36">
          {field("till", "date")}
        </Labelled>
        <Labelled label={t("actId")} look="min-w-40 flex-1">
          {field("act_id", "search", t("actIdFilter"))}
        </Labelled>
        <span className="flex flex-wrap gap-2">
          <button type="submit" className="button">
            {t("show")}
          </button>
          {clearHref !== null && (
            <a href={clearHref} className="button">
              {t("clearFilter")}
            </a>
          )}
          <RefreshLink href={refreshHref} />
          <a href={csvHref} className="button" download>
            {t("csv")}
          </a>
        </span>
      </form>
    </search>
  );
}

function Labelled({ label, look, children }: { label: string; look: string; children: ReactNode }) {
  return (
    <label className={`grid gap-1 ${look}`}>
      <span className="text-muted">{label}</span>
      {children}
    </label>
  );
}
