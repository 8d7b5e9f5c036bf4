import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "@/lib/translations";
import { forPage } from "@/app/page-door";
import { PortalShell } from "@/app/portal-shell";
import { DirectoryTabs } from "@/components/directory/directory-tabs";
import { UsersTable } from "@/components/directory/users-table";
import { EmptyList } from "@/components/ui/empty-list";
import { FilterChips } from "@/components/ui/filter-chips";
import { type Filter, FilterLink, FilterWindow } from "@/components/ui/filter-window";
import { Pager } from "@/components/ui/pager";
import { RefreshLink } from "@/components/ui/refresh-link";
import { SearchForm } from "@/components/ui/search-form";
import { WindowLink } from "@/components/ui/window-link";
import { env } from "@/lib/env";
import type { RawParams } from "@/lib/search-params";
import { pageToShow } from "@/lib/list-request";
import { listUsers } from "@/lib/use-cases/directory/list-users";
import { usersParams, WINDOWS } from "./page-params";
import { UserWindows } from "./windows";

const PATH = "/directory/users";

const BY_NAME = { field: "name", descending: false };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("directory");
  return { title: `${t("usersTitle")} – ${t("pages")}` };
}

export default async function DirectoryUsersPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const url = usersParams.read(await searchParams);
  const href = (changes: Partial<typeof url>) => usersParams.href(PATH, url, changes);
  const list = await forPage(href({}), (reader) => listUsers(reader, url));
  const shown = pageToShow(list.total, { page: list.page, size: url.size, rows: list.users.length });
  if (url.page !== shown) redirect(href({ page: shown }));

  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  const { may } = list;
  const closed = { filter: false, add: false, import: false, edit: "", ask: "" } as const;
  const isFiltered = url.q !== "" || url.domain !== "" || url.state !== "";
  const states: Filter = {
    name: "state",
    value: url.state,
    options: () => (["enabled", "disabled"] as const).map((value) => ({ value, label: t(value) })),
  };
  const domains: Filter = {
    name: "domain",
    value: url.domain,
    options: () => list.domains.map((value) => ({ value, label: value })),
  };
  const filters = may.allDomains ? [domains, states] : [states];
  return (
    <PortalShell active="directory" actor={list.actor}>
      <DirectoryTabs active="users" />
      <h1 className="mb-4 text-xl font-semibold">{t("usersTitle")}</h1>
      <div className="card">
        <div className="flex flex-wrap items-center gap-2 p-3">
          <SearchForm path={PATH} q={url.q} kept={usersParams.kept(url, ["q", "page", ...WINDOWS])} />
          <FilterChips filters={filters} withoutHref={(name) => href({ ...closed, [name]: "", page: 1 })} />
          <span className="ml-auto flex flex-wrap gap-2">
            <FilterLink href={href({ ...closed, filter: true })} />
            {may.add && (
              <WindowLink id="open-add" href={href({ ...closed, add: true })}>
                {shell("add")}
              </WindowLink>
            )}
            {may.import && (
              <WindowLink id="open-import" href={href({ ...closed, import: true })}>
                {t("import")}
              </WindowLink>
            )}
            <RefreshLink href={href({})} />
          </span>
        </div>
        {list.users.length > 0 ? (
          <div className="overflow-x-auto">
            <UsersTable
              rows={list.users}
              timeZone={env().TIME_ZONE}
              sort={url.sort ?? (url.q === "" ? BY_NAME : null)}
              sortHref={(sort) => href({ ...closed, sort, page: 1 })}
              editHref={may.write || may.delete ? (edit) => href({ ...closed, edit }) : null}
            />
          </div>
        ) : (
          <EmptyList wholeHref={isFiltered ? href({ ...closed, q: "", domain: "", state: "", page: 1 }) : null}>
            {isFiltered ? t("nothingMatches") : t("noUsers")}
          </EmptyList>
        )}
        <Pager
          page={url.page}
          size={url.size}
          sizes={[20, 50, 100]}
          total={list.total}
          deepest={list.deepest}
          pageHref={(page) => href({ ...closed, page })}
          path={PATH}
          kept={usersParams.kept(url, ["size", "page", ...WINDOWS])}
        />
      </div>
      {url.filter && (
        <FilterWindow
          path={PATH}
          filters={filters}
          kept={usersParams.kept(url, ["domain", "state", "page", ...WINDOWS])}
          closeHref={href(closed)}
        />
      )}
      <UserWindows list={list} url={url} href={href} />
    </PortalShell>
  );
}
