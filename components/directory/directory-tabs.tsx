import Link from "next/link";
import { getTranslations } from "@/lib/translations";

const PAGES = { users: "/directory/users", domains: "/directory/domains" } as const;

/** The two pages of the directory, side by side. */
export async function DirectoryTabs({ active }: { active: keyof typeof PAGES }) {
  const t = await getTranslations("directory");
  return (
    <nav aria-label={t("pages")} className="mb-4 inline-flex gap-1 rounded-lg border border-line bg-band p-1">
      {(["users", "domains"] as const).map((page) => (
        <Link
          key={page}
          href={PAGES[page]}
          prefetch={false}
          aria-current={page === active ? "page" : undefined}
          className="rounded-md px-3 py-1.5 text-muted no-underline hover:text-ink aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {t(page)}
        </Link>
      ))}
    </nav>
  );
}
