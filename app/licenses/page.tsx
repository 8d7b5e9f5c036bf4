import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "@/lib/translations";
import { forPage } from "@/app/page-door";
import { PortalShell } from "@/app/portal-shell";
import { ImportWindow } from "@/components/import/import-window";
import { RegistryTable } from "@/components/registry/registry-table";
import { EmptyList } from "@/components/ui/empty-list";
import { Pager } from "@/components/ui/pager";
import { RefreshLink } from "@/components/ui/refresh-link";
import { SearchForm } from "@/components/ui/search-form";
import { AttentionFilter } from "@/components/warnings/attention-filter";
import { WarningBar } from "@/components/warnings/warning-bar";
import { WindowLink } from "@/components/ui/window-link";
import { env } from "@/lib/env";
import type { RawParams } from "@/lib/search-params";
import { pageToShow } from "@/lib/list-request";
import { openRegistry } from "@/lib/use-cases/licenses/open-registry";
import { hideWarningsAction } from "./hide-warnings-action";
import { HoldersPart, holdersPage, NO_HOLDERS, usersQuestion } from "./holders-part";
import { importAction } from "./import-action";
import { registryParams } from "./page-params";

const PATH = "/licenses";

/** Members of the URL that belong to an open window. */
const WINDOWS = ["import", "users", "uq", "upage", "end"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registry"))("title") };
}

export default async function LicensesPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const url = registryParams.read(await searchParams);
  const href = (changes: Partial<typeof url>) => registryParams.href(PATH, url, changes);
  const { licenses, total, now, warnings, holders, ending, actor } = await forPage(href({}), (reader) =>
    openRegistry(reader, url, usersQuestion(url)),
  );
  const shown = {
    page: pageToShow({ count: total, more: false }, { ...url, rows: licenses.length }),
    upage: holders ? holdersPage(url, holders) : url.upage,
  };
  if (url.page !== shown.page || url.upage !== shown.upage) redirect(href(shown));

  const [t, shell, warned] = await Promise.all([
    getTranslations("registry"),
    getTranslations("shell"),
    getTranslations("warnings"),
  ]);
  const isNarrowed = url.q !== "" || url.attention !== "";
  const empty = url.attention === "" ? t("empty") : warned("nothing");
  const emptyText = url.q === "" ? empty : t("nothingFound", { q: url.q });
  return (
    <PortalShell active="licenses" actor={actor}>
      <h1 className="mb-4 text-xl font-semibold">{t("title")}</h1>
      <WarningBar state={warnings} timeZone={env().TIME_ZONE} hide={hideWarningsAction} />
      <div className="card">
        <div className="flex flex-wrap items-center gap-2 p-3">
          <SearchForm path={PATH} q={url.q} kept={registryParams.kept(url, ["q", "page", ...WINDOWS])} />
          <span className="ml-auto flex gap-2">
            <WindowLink id="open-import" href={href({ import: true })}>
              {shell("add")}
            </WindowLink>
            <RefreshLink href={href({})} />
          </span>
        </div>
        {url.attention && <AttentionFilter kind={url.attention} clearHref={href({ attention: "", page: 1 })} />}
        {licenses.length > 0 ? (
          <div className="overflow-x-auto">
            <RegistryTable
              rows={licenses}
              now={now}
              timeZone={env().TIME_ZONE}
              sort={url.sort ?? { field: "product", descending: false }}
              sortHref={(sort) => href({ sort, page: 1 })}
              usersHref={(users) => href({ ...NO_HOLDERS, users })}
            />
          </div>
        ) : (
          <EmptyList wholeHref={isNarrowed ? href({ q: "", attention: "", page: 1 }) : null}>{emptyText}</EmptyList>
        )}
        <Pager
          page={url.page}
          size={url.size}
          sizes={[10, 25, 50, 100]}
          total={{ count: total, more: false }}
          pageHref={(page) => href({ page })}
          path={PATH}
          kept={registryParams.kept(url, ["size", "page", ...WINDOWS])}
        />
      </div>
      {url.import && <ImportWindow action={importAction} closeHref={href({ import: false })} />}
      {holders && <HoldersPart url={url} actor={actor} list={holders} ending={ending} />}
    </PortalShell>
  );
}
