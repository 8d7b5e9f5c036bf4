import type { ReactNode } from "react";
import { Actor, type AuditRow, type AuditText, type Fact, Same, type SameHref } from "./audit-row";

type Props = { t: AuditText; row: AuditRow; filterHref: SameHref };

/** What was done, as a heading that opens, without script, to everything that was written down about it. */
export function AuditDetails({ t, row, filterHref }: Props) {
  const whom = row.whom && [row.whom.name, row.whom.address].filter(Boolean).join(", ");
  const summary = [row.actor.name, row.whom && (row.whom.name ?? row.whom.address), row.license?.product];
  return (
    <details className="group">
      <summary className="cursor-pointer rounded-sm font-medium hover:underline">
        {row.act}
        <span className="block pl-4 font-normal wrap-anywhere text-muted group-open:hidden md:hidden">
          {summary.filter(Boolean).join(" · ")}
        </span>
      </summary>
      <div className="grid gap-3 py-2 pl-4">
        <dl className="gap-x-4 gap-y-0.5 wrap-anywhere sm:grid sm:grid-cols-[auto_1fr]">
          <Item label={t("entry")}>{row.id}</Item>
          <Item label={t("who")}>
            <Actor t={t} actor={row.actor} filterHref={filterHref} />
            <span className="block text-muted">{row.actor.kind}</span>
          </Item>
          {whom && (
            <Item label={t("whom")}>
              {row.whom?.address ? <Same t={t} href={filterHref({ q: row.whom.address })} text={whom} /> : whom}
            </Item>
          )}
          {row.license && (
            <Item label={t("license")}>
              {row.license.product}
              <br />
              <Same t={t} href={filterHref({ license: row.license.id })} text={row.license.id} />
            </Item>
          )}
          <Item label={t("actId")}>
            <Same t={t} href={filterHref({ act_id: row.actId })} text={row.actId} />
          </Item>
        </dl>
        {row.facts.length > 0 ? <Facts t={t} facts={row.facts} /> : <p className="text-muted">{t("nothingKept")}</p>}
      </div>
    </details>
  );
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Member by member; what changed stands first, in bold, as before → after. */
function Facts({ t, facts }: { t: AuditText; facts: Fact[] }) {
  const had = facts.some(({ before }) => before !== null);
  const has = facts.some(({ after }) => after !== null);
  return (
    <section className="rounded-md border border-line">
      <h2 className="rounded-t-md bg-band px-3 py-1 font-semibold">
        {t(had && has ? "beforeAndAfter" : had ? "before" : "after")}
      </h2>
      <dl>
        {facts.map(({ label, before, after, changed }) => (
          <div key={label} className="gap-x-4 border-t border-line px-3 py-1 sm:grid sm:grid-cols-[9rem_1fr]">
            <dt className="text-muted">{label}</dt>
            <dd className={changed ? "font-semibold wrap-anywhere" : "wrap-anywhere"}>
              {changed ? t("change", { before: before ?? "–", after: after ?? "–" }) : (after ?? before)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
