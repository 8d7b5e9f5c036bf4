import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { forPage } from "@/app/page-door";
import { PortalShell } from "@/app/portal-shell";
import { ImportWindow } from "@/components/import/import-window";
import { RegistryTable } from "@/components/registry/registry-table";
import { Pager } from "@/components/ui/pager";
import { SearchForm } from "@/components/ui/search-form";
import { env } from "@/lib/env";
import type { RawParams } from "@/lib/search-params";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { importAction } from "./import-action";
import { registryParams } from "./page-params";

const PATH = "/licenses";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registry"))("title") };
}

export default async function LicensesPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const url = registryParams.read(await searchParams);
  const href = (changes: Partial<typeof url>) => registryParams.href(PATH, url, changes);
  const { licenses, total, now, actor } = await forPage(href({}), (reader) => listLicenses(reader, url));
  const lastPage = Math.max(1, Math.ceil(total / url.size));
  if (url.page > lastPage) redirect(href({ page: lastPage }));

  const [t, shell] = await Promise.all([getTranslations("registry"), getTranslations("shell")]);
  return (
    <PortalShell active="licenses" actor={actor}>
      <h1 className="mb-4 text-xl font-semibold">{t("title")}</h1>
      <div className="card">
        <div className="flex flex-wrap items-center gap-2 p-3">
          <SearchForm path={PATH} q={url.q} kept={registryParams.kept(url, ["q", "page", "import", "users"])} />
          <span className="ml-auto flex gap-2">
            <Link id="open-import" href={href({ import: true })} prefetch={false} scroll={false} className="button">
              {shell("add")}
            </Link>
            <a href={href({})} className="button">
              {shell("refresh")}
            </a>
          </span>
        </div>
        {licenses.length > 0 ? (
          <div className="overflow-x-auto">
            <RegistryTable
              rows={licenses}
              now={now}
              timeZone={env().TIME_ZONE}
              sort={url.sort ?? { field: "product", descending: false }}
              sortHref={(sort) => href({ sort, page: 1 })}
              usersHref={(users) => href({ users })}
            />
          </div>
        ) : (
          <p className="border-y border-line px-3 py-10 text-center text-muted">
            {url.q === "" ? t("empty") : t("nothingFound", { q: url.q })}
          </p>
        )}
        <Pager
          page={url.page}
          size={url.size}
          sizes={[10, 25, 50, 100]}
          total={{ count: total, more: false }}
          pageHref={(page) => href({ page })}
          path={PATH}
          kept={registryParams.kept(url, ["size", "page", "import", "users"])}
        />
      </div>
      {url.import && <ImportWindow action={importAction} closeHref={href({ import: false })} />}
    </PortalShell>
  );
}
