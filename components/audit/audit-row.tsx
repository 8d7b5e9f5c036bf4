import Link from "next/link";
import { getTranslations } from "next-intl/server";

/** One member of before and after in words; null where it was not written down. */
export type Fact = { label: string; before: string | null; after: string | null; changed: boolean };

/** One entry in the reader's words. */
export type AuditRow = {
  id: string;
  at: { iso: string; text: string };
  actor: { name: string; kind: string };
  act: string;
  whom: { name: string | null; address: string | null } | null;
  license: { id: string; product: string } | null;
  actId: string;
  facts: Fact[];
};

/** A filter of one member, for a link to everything else of the same person, license or request. */
export type SameHref = (filter: { q?: string; license?: string; act_id?: string }) => string;

/** A value that leads to the list of everything that has it. */
export async function Same({ href, text, title }: { href: string; text: string; title?: string }) {
  const t = await getTranslations("audit");
  return (
    <Link
      href={href}
      prefetch={false}
      title={title ?? t("onlyThis", { name: text })}
      className="inline-block leading-[24px]"
    >
      {text}
    </Link>
  );
}
