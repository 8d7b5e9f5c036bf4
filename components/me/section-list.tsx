import { getTranslations } from "@/lib/translations";

/** The parts of the contact centre that the reader's licenses open together. */
export async function SectionList({ titles }: { titles: string[] }) {
  const t = await getTranslations("me");
  return (
    <section aria-labelledby="my-sections" className="card">
      <h2 id="my-sections" className="px-3 py-2.5 font-semibold">
        {t("mySections")}
      </h2>
      {titles.length === 0 ? (
        <p className="border-t border-line px-3 py-8 text-center text-muted">{t("noSections")}</p>
      ) : (
        <ul className="grid gap-x-6 gap-y-1.5 border-t border-line px-3 py-3 sm:grid-cols-2 lg:grid-cols-3">
          {titles.map((title) => (
            <li key={title} className="flex items-baseline gap-2 break-words">
              <span aria-hidden="true" className="size-1.5 shrink-0 -translate-y-0.5 rounded-full bg-good" />
              {title}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
