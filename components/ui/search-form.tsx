import { getTranslations } from "next-intl/server";

type Props = {
  path: string;
  q: string;
  /** The other members of the page's URL that a search keeps. */
  kept: [name: string, value: string][];
};

/** Search as a GET form: it works before and without JavaScript, and the result has an address. */
export async function SearchForm({ path, q, kept }: Props) {
  const t = await getTranslations("shell");
  return (
    <search className="min-w-52 flex-1 sm:max-w-md">
      <form action={path} className="flex gap-2">
        <input
          type="search"
          name="q"
          defaultValue={q}
          aria-label={t("search")}
          placeholder={t("search")}
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
