import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { BreakAfter } from "@/components/ui/break-after";
import { SortHeading } from "@/components/ui/sort-heading";
import { StateText } from "./state-text";
import type { Sort } from "@/lib/list-request";
import type { DomainList } from "@/lib/use-cases/directory/list-domains";

type Props = {
  rows: DomainList["domains"];
  sort: Sort;
  sortHref: (sort: Sort) => string;
  usersHref: (domain: string) => string;
  /** The address of a domain's window; null when this person may not change it. */
  editHref: ((id: string) => string) | null;
  /** The address of the window that asks; null when this person may not delete. */
  deleteHref: ((id: string) => string) | null;
};

/** The domains of the customer with how many users each has. */
export async function DomainsTable({ rows, sort, sortHref, usersHref, editHref, deleteHref }: Props) {
  const t = await getTranslations("directory");
  const heading = (field: string, label: string) => (
    <SortHeading field={field} label={label} sort={sort} href={sortHref} />
  );
  return (
    // A narrow screen keeps the name, the number and the way to delete in view.
    <table className="table max-sm:[&_:is(th,td):nth-child(3)]:hidden">
      <caption className="sr-only">{t("domainsTitle")}</caption>
      <thead>
        <tr>
          {heading("name", t("domain"))}
          {heading("users", t("domainUsers"))}
          {heading("enabled", t("domainEnabled"))}
          {heading("state", t("domainState"))}
          {deleteHref && (
            <th scope="col" className="relative">
              <span className="sr-only">{t("delete")}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="font-medium [overflow-wrap:anywhere]">
              {editHref ? (
                <Link
                  id={`edit-${row.id}`}
                  href={editHref(row.id)}
                  prefetch={false}
                  scroll={false}
                  aria-label={t("editDomain", { domain: row.name })}
                >
                  <BreakAfter sign=".">{row.name}</BreakAfter>
                </Link>
              ) : (
                <BreakAfter sign=".">{row.name}</BreakAfter>
              )}
            </td>
            <td className="tabular-nums">
              <Link
                href={usersHref(row.name)}
                prefetch={false}
                aria-label={t("usersOf", { domain: row.name, count: row.users })}
              >
                {row.users}
              </Link>
            </td>
            <td className="tabular-nums">{row.enabled}</td>
            <td>
              <StateText isDisabled={row.disabled} />
            </td>
            {deleteHref && (
              <td className="text-right">
                <Link
                  id={`delete-${row.id}`}
                  href={deleteHref(row.id)}
                  prefetch={false}
                  scroll={false}
                  aria-label={t("deleteDomain", { domain: row.name })}
                  className="button min-h-8 py-1 text-danger"
                >
                  {t("delete")}
                </Link>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
