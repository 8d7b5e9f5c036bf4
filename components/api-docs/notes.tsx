import type { ReactNode } from "react";
import { getTranslations } from "@/lib/translations";

const NOTES = [
  "tokens",
  "errors",
  "denied",
  "closed",
  "later",
  "limits",
  "lists",
  "exports",
  "versions",
  "keys",
  "people",
] as const;

const asCode = (text: ReactNode) => <code className="break-words">{text}</code>;

/** What holds for all calls. */
export async function Notes() {
  const t = await getTranslations("apiDocs");
  return (
    <section aria-labelledby="notes" className="grid gap-3">
      <h2 id="notes" className="text-lg font-semibold">
        {t("notes")}
      </h2>
      <ul className="grid list-disc gap-1 ps-5">
        {NOTES.map((note) => (
          <li key={note}>{t.rich(note, { code: asCode })}</li>
        ))}
      </ul>
    </section>
  );
}
