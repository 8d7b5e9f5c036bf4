import { PageTabs } from "@/components/ui/page-tabs";
import { getTranslations } from "@/lib/translations";

const PAGES = ["users", "domains"] as const;

/** The two pages of the directory. */
export async function DirectoryTabs({ active }: { active: (typeof PAGES)[number] }) {
  const t = await getTranslations("directory");
  const pages = PAGES.map((page) => ({ href: `/directory/${page}`, title: t(page), isActive: page === active }));
  return <PageTabs label={t("pages")} pages={pages} />;
}
