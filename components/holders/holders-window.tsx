import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { Pager } from "@/components/ui/pager";
import { TABS } from "@/components/shell/tabs";
import { SearchForm } from "@/components/ui/search-form";
import { CloseLink } from "@/components/ui/close-link";
import { Window } from "@/components/ui/window";
import { isPersonal } from "@/lib/licensing/product";
import type { HolderList } from "@/lib/use-cases/licenses/list-holders";
import { HoldersTable } from "./holders-table";

type Kept = [name: string, value: string][];

type Props = {
  list: HolderList;
  ownDomainId: string;
  q: string;
  page: number;
  size: number;
  path: string;
  /** The members of the page's URL that a search, and a switch, keep. */
  kept: { search: Kept; switch: Kept };
  pageHref: (page: number) => string;
  closeHref: string;
};

/** "Users of a license": who holds it, who of them is signed in, and a switch that signs them out. */
export async function HoldersWindow({ list, ownDomainId, q, page, size, path, kept, pageHref, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("holders"), getTranslations("shell")]);
  const { id, product, name, competitive, used, limit } = list.license;
  const isForPeople = isPersonal(product);
  // Whoever sees one domain sees why its holders are fewer than the seats given.
  const elsewhere = competitive || q !== "" || list.total.more ? 0 : used - list.total.count;
  const nobody = isForPeople ? (
    t("empty")
  ) : (
    <>
      {t("notPersonal", { limit })}{" "}
      <Link href={TABS.channels} className="underline">
        {t("toChannels")}
      </Link>
    </>
  );
  return (
    <Window title={product} openerId={`open-users-${id}`}>
      {name && <p className="-mt-3 break-words text-muted">{name}</p>}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SearchForm path={path} q={q} field="uq" label={t("search")} kept={kept.search} />
        {isForPeople && (
          <p className="text-muted tabular-nums">
            {t(competitive ? "seatsTaken" : "seatsGiven", { used, limit })}
            {elsewhere > 0 && ` · ${t("elsewhere", { count: elsewhere })}`}
          </p>
        )}
      </div>
      <div className="card">
        {list.holders.length > 0 ? (
          <section aria-label={t("table", { product })} tabIndex={0} className="overflow-x-auto">
            <HoldersTable list={list} ownDomainId={ownDomainId} path={path} kept={kept.switch} />
          </section>
        ) : (
          <p className="px-3 py-10 text-center text-muted">{q === "" ? nobody : t("nothingFound", { q })}</p>
        )}
        <div className="border-t border-line">
          <Pager
            page={page}
            size={size}
            sizes={[]}
            total={list.total}
            pageHref={pageHref}
            path={path}
            kept={[]}
            label={t("pages")}
          />
        </div>
      </div>
      <div className="flex items-center justify-end gap-4">
        {isForPeople && list.writable && (
          <Link href={`${TABS.users}?columns=${id}&sort=-license.${id}`}>{t("toMatrix")}</Link>
        )}
        <CloseLink href={closeHref} label={shell("close")} />
      </div>
    </Window>
  );
}
