import { getTranslations } from "@/lib/translations";

/** What the reader was given and cannot use now, with the reason of each; nothing at all when nothing is missing. */
export async function MissingList({ items }: { items: string[] }) {
  const t = await getTranslations("me");
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="my-missing" className="grid gap-1.5 rounded-lg bg-amber-soft px-4 py-3 text-ink">
      <h2 id="my-missing" className="font-semibold text-amber">
        {t("missing")}
      </h2>
      <ul className="grid list-disc gap-1 pl-5">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}
