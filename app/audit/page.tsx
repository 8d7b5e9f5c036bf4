import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { getTranslations } from "@/lib/translations";
import { forPage } from "@/app/page-door";
import { PortalShell } from "@/app/portal-shell";
import { AuditFilterForm } from "@/components/audit/audit-filter-form";
import { AuditTable } from "@/components/audit/audit-table";
import { EmptyList } from "@/components/ui/empty-list";
import { Pager } from "@/components/ui/pager";
import { env } from "@/lib/env";
import { pageToShow } from "@/lib/list-request";
import type { RawParams } from "@/lib/search-params";
import { listAudit } from "@/lib/use-cases/audit/list-audit";
import { actChoices, toAuditRows } from "./audit-view";
import { auditParams, filterOf, NO_FILTER } from "./page-params";

const PATH = "/audit";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const url = auditParams.read(await searchParams);
  const href = (changes: Partial<typeof url>) => auditParams.href(PATH, url, changes);
  const { total, entries, actor } = await forPage(href({}), (reader) =>
    listAudit(reader, { ...filterOf(url), page: url.page, size: url.size }),
  );
  const shown = pageToShow(total, { ...url, rows: entries.length });
  if (url.page !== shown) redirect(href({ page: shown }));

  const t = await getTranslations("audit");
  const isFiltered = Object.values(filterOf(url)).some((value) => value !== "");
  const wholeHref = isFiltered ? href({ ...NO_FILTER, page: 1 }) : null;
  return (
    <PortalShell active="audit" actor={actor}>
      <h1 className="mb-4 text-xl font-semibold">{t("title")}</h1>
      <div className="card">
        <AuditFilterForm
          path={PATH}
          values={url}
          acts={await actChoices(await getLocale())}
          kept={auditParams.kept(url, ["q", "license", "act", "from", "till", "act_id", "page"])}
          clearHref={wholeHref}
          refreshHref={href({})}
          csvHref={auditParams.href(`${PATH}/csv`, url, { page: 1, size: 25 })}
        />
        {entries.length > 0 ? (
          <AuditTable
            rows={await toAuditRows(entries)}
            timeZone={env().TIME_ZONE}
            filterHref={(filter) => href({ ...NO_FILTER, ...filter, page: 1 })}
          />
        ) : (
          <EmptyList wholeHref={wholeHref}>{isFiltered ? t("nothingFound") : t("empty")}</EmptyList>
        )}
        <Pager
          page={url.page}
          size={url.size}
          sizes={[25, 50, 100, 200]}
          total={total}
          pageHref={(page) => href({ page })}
          path={PATH}
          kept={auditParams.kept(url, ["size", "page"])}
        />
      </div>
    </PortalShell>
  );
}
