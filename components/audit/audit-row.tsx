import type { getTranslations } from "@/lib/translations";

/** One member of before and after in words; null where it was not written down. */
export type Fact = { label: string; before: string | null; after: string | null; changed: boolean };

/** One entry in the reader's words. */
export type AuditRow = {
  id: string;
  at: { iso: string; text: string };
  /** With what finds everything else they did; null where they are not known. */
  actor: { name: string; q: string | null; kind: string };
  act: string;
  whom: { name: string | null; address: string | null } | null;
  license: { id: string; product: string } | null;
  actId: string;
  facts: Fact[];
};

/** A filter of one member, for a link to everything else of the same person, license or request. */
export type SameHref = (filter: { q?: string; license?: string; act_id?: string }) => string;

/** The texts of the list: read once, for hundreds of rows. */
export type AuditText = Awaited<ReturnType<typeof getTranslations<"audit">>>;

/** Who acted, and the way to everything else they did. */
export function Actor({ t, actor, filterHref }: { t: AuditText; actor: AuditRow["actor"]; filterHref: SameHref }) {
  if (actor.q === null) return actor.name;
  return <Same t={t} href={filterHref({ q: actor.q })} text={actor.name} title={t("onlyThis", { name: actor.q })} />;
}

/** A value that leads to the list of everything that has it. A plain link: a page has hundreds of them. */
export function Same({ t, href, text, title }: { t: AuditText; href: string; text: string; title?: string }) {
  return (
    <a href={href} title={title ?? t("onlyThis", { name: text })} className="inline-block leading-[24px]">
      {text}
    </a>
  );
}
