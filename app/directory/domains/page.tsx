import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "@/lib/translations";
import { usersParams } from "@/app/directory/users/page-params";
import { forPage } from "@/app/page-door";
import { PortalShell } from "@/app/portal-shell";
import { DirectoryTabs } from "@/components/directory/directory-tabs";
import { DomainsTable } from "@/components/directory/domains-table";
import { EmptyList } from "@/components/ui/empty-list";
import { Pager } from "@/components/ui/pager";
import { RefreshLink } from "@/components/ui/refresh-link";
import { SearchForm } from "@/components/ui/search-form";
import { WindowLink } from "@/components/ui/window-link";
import type { RawParams } from "@/lib/search-params";
import { pageToShow } from "@/lib/list-request";
import { listDomains } from "@/lib/use-cases/directory/list-domains";
import { domainsParams, WINDOWS } from "./page-params";
import { DomainWindows } from "./windows";

const PATH = "/directory/domains";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("directory");
  return { title: `${t("domainsTitle")} – ${t("pages")}` };
}

function usersHref(domain: string): string {
  return usersParams.href("/directory/users", { ...usersParams.read({}), domain });
}

export default async function DomainsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const url = domainsParams.read(await searchParams);
  const href = (changes: Partial<typeof url>) => domainsParams.href(PATH, url, changes);
  const list = await forPage(href({}), (reader) => listDomains(reader, url));
  const shown = pageToShow(list.total, { ...url, rows: list.domains.length });
  if (url.page !== shown) redirect(href({ page: shown }));

  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  const closed = { add: false, edit: "", ask: "", remove: "" } as const;
  return (
    <PortalShell active="directory" actor={list.actor}>
      <DirectoryTabs active="domains" />
      <h1 className="mb-4 text-xl font-semibold">{t("domainsTitle")}</h1>
      <div className="card">
        <div className="flex flex-wrap items-center gap-2 p-3">
          <SearchForm path={PATH} q={url.q} kept={domainsParams.kept(url, ["q", "page", ...WINDOWS])} />
          <span className="ml-auto flex gap-2">
            {list.may.add && (
              <WindowLink id="open-add" href={href({ ...closed, add: true })}>
                {shell("add")}
              </WindowLink>
            )}
            <RefreshLink href={href({})} />
          </span>
        </div>
        {list.domains.length > 0 ? (
          <div className="overflow-x-auto">
            <DomainsTable
              rows={list.domains}
              sort={url.sort ?? { field: "name", descending: false }}
              sortHref={(sort) => href({ ...closed, sort, page: 1 })}
              usersHref={usersHref}
              editHref={list.may.write ? (edit) => href({ ...closed, edit }) : null}
              deleteHref={list.may.delete ? (remove) => href({ ...closed, remove }) : null}
            />
          </div>
        ) : (
          <EmptyList wholeHref={url.q === "" ? null : href({ ...closed, q: "", page: 1 })}>
            {url.q === "" ? t("noDomains") : t("noDomainFound", { q: url.q })}
          </EmptyList>
        )}
        <Pager
          page={url.page}
          size={url.size}
          sizes={[20, 50, 100]}
          total={list.total}
          pageHref={(page) => href({ ...closed, page })}
          path={PATH}
          kept={domainsParams.kept(url, ["size", "page", ...WINDOWS])}
        />
      </div>
      <DomainWindows list={list} url={url} href={href} usersHref={usersHref} />
    </PortalShell>
  );
}
