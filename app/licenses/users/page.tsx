import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "@/lib/translations";
import { hideWarningsAction } from "@/app/licenses/hide-warnings-action";
import { forPage } from "@/app/page-door";
import { PortalShell } from "@/app/portal-shell";
import { ColumnWindow } from "@/components/matrix/column-window";
import { EmptyList } from "@/components/ui/empty-list";
import { FilterChips } from "@/components/ui/filter-chips";
import { FilterLink, FilterWindow } from "@/components/ui/filter-window";
import { ManyWindow } from "@/components/many/many-window";
import { Matrix } from "@/components/matrix/matrix";
import { Pager } from "@/components/ui/pager";
import { RefreshLink } from "@/components/ui/refresh-link";
import { SearchForm } from "@/components/ui/search-form";
import { env } from "@/lib/env";
import { WarningBar } from "@/components/warnings/warning-bar";
import { WindowLink } from "@/components/ui/window-link";
import type { RawParams } from "@/lib/search-params";
import { pageToShow } from "@/lib/list-request";
import { listGrants } from "@/lib/use-cases/grants/list-grants";
import { changeTicks, saveTicks, selectColumns } from "./actions";
import { manyAction } from "./many-action";
import { toMatrixView } from "./matrix-view";
import { matrixParams } from "./page-params";

const PATH = "/licenses/users";

/** Members of the URL that open a window: no form hands them on. */
const WINDOWS = ["select", "many", "filter"] as const;

const NO_FILTER = { q: "", domain: "", state: "", has: "", without: "" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("matrix"))("title") };
}

export default async function UsersPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const raw = await searchParams;
  const url = matrixParams.read(raw);
  const href = (changes: Partial<typeof url>) => matrixParams.href(PATH, url, changes);
  const matrix = await forPage(href({}), (reader) =>
    listGrants(reader, { ...url, choices: url.select || url.many || url.filter }),
  );
  const shown = pageToShow(matrix.total, { page: matrix.page, size: url.size, rows: matrix.users.length });
  const isThere = (ids: string[]) => ids.length === 0 || matrix.licenses.some(({ id }) => ids.includes(id));
  // Everything that a page shows is in its URL, also the columns that this person chose last. Licenses that nobody knows are as none asked for.
  const columns =
    [url.columns, matrixParams.read({ columns: matrix.chosen?.join(",") }).columns].find(
      (ids) => ids && isThere(ids),
    ) ?? null;
  if (url.page !== shown || url.columns !== columns) redirect(href({ page: shown, columns }));

  const isFiltered = [url.q, url.domain, url.state, url.has, url.without].some((value) => value !== "");
  const [t, many, view] = await Promise.all([
    getTranslations("matrix"),
    getTranslations("many"),
    toMatrixView(matrix, url.columns),
  ]);
  const filters = view.filters(url);
  return (
    <PortalShell active="users" actor={matrix.actor}>
      <h1 className="mb-4 text-xl font-semibold">{t("title")}</h1>
      <WarningBar state={matrix.warnings} timeZone={env().TIME_ZONE} hide={hideWarningsAction} />
      <div className="card">
        <div className="flex flex-wrap items-center gap-2 p-3">
          <SearchForm path={PATH} q={url.q} kept={matrixParams.kept(url, ["q", "page", ...WINDOWS])} />
          <FilterChips filters={filters} withoutHref={(name) => href({ [name]: "", page: 1 })} />
          <span className="ml-auto flex flex-wrap gap-2">
            <FilterLink href={href({ filter: true })} />
            {matrix.writable && (
              <WindowLink id="open-many" href={href({ many: true })}>
                {many("open")}
              </WindowLink>
            )}
            <WindowLink id="open-columns" href={href({ select: true })}>
              {t("chooseColumns")}
            </WindowLink>
            <RefreshLink href={href({})} />
          </span>
        </div>
        {view.rows.length > 0 ? (
          <Matrix
            columns={view.columns}
            rows={view.rows}
            locked={matrix.writable ? null : t("noRight")}
            change={changeTicks}
            save={saveTicks}
            labels={{
              table: t("table"),
              user: t("user"),
              disabled: { user: t("disabled"), domain: t("disabledDomain") },
              save: t("save"),
              undo: t("undo"),
              gone: t("gone"),
              lost: t("lost"),
              reload: t("reload"),
              assigned: t.raw("assigned"),
              revoked: t.raw("revoked"),
            }}
          />
        ) : (
          <EmptyList wholeHref={isFiltered ? href({ ...NO_FILTER, page: 1 }) : null}>
            {isFiltered ? t("nothingMatches") : t("empty")}
          </EmptyList>
        )}
        {url.columns !== null && view.columns.length === 0 && (
          <p className="px-3 py-2 text-muted">
            {t("noColumns")} <Link href={href({ select: true })}>{t("columnsTitle")}</Link>
          </p>
        )}
        <Pager
          page={url.page}
          size={url.size}
          sizes={[20, 40, 100]}
          total={matrix.total}
          deepest={matrix.deepest}
          pageHref={(page) => href({ page })}
          path={PATH}
          kept={matrixParams.kept(url, ["size", "page", ...WINDOWS])}
        />
      </div>
      {url.many && matrix.writable && (
        <ManyWindow
          action={manyAction.bind(null, raw)}
          closeHref={href({ many: false })}
          userIds={view.rows.map((row) => row.id)}
          total={matrix.total}
          licenses={view.choices().map(({ id, label, name }) => ({
            value: id,
            label: name ? `${label} · ${name}` : label,
          }))}
        />
      )}
      {url.filter && (
        <FilterWindow
          path={PATH}
          filters={filters}
          kept={matrixParams.kept(url, ["domain", "state", "has", "without", "page", ...WINDOWS])}
          closeHref={href({ filter: false })}
        />
      )}
      {url.select && (
        <ColumnWindow
          action={selectColumns.bind(null, raw)}
          choices={view.choices()}
          closeHref={href({ select: false })}
        />
      )}
    </PortalShell>
  );
}
