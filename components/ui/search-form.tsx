import { getTranslations } from "@/lib/translations";

type Props = {
  path: string;
  q: string;
  /** What the search is called in the URL, and by people who do not see it, where a page has more than one. */
  field?: string;
  label?: string;
  /** The other members of the page's URL that a search keeps. */
  kept: [name: string, value: string][];
};

/** Search as a GET form: it works before and without JavaScript, and the result has an address. */
export async function SearchForm({ path, q, field = "q", label, kept }: Props) {
  const t = await getTranslations("shell");
  return (
    <search aria-label={label} className="min-w-52 flex-1 max-sm:basis-full sm:max-w-md">
      <form action={path} className="flex gap-2">
        <input
          type="search"
          name={field}
          key={q}
          defaultValue={q}
          aria-label={label ?? t("search")}
          placeholder={t("search")}
          // What was typed and not searched for does not come back with the page before.
          autoComplete="off"
          className="field"
          maxLength={200}
        />
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" className="button">
          {t("search")}
        </button>
      </form>
    </search>
  );
}
