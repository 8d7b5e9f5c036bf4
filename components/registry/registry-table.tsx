import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import type { ReactNode } from "react";
import { BreakAfter } from "@/components/ui/break-after";
import { SortHeading } from "@/components/ui/sort-heading";
import { formatDate, formatDateTime } from "@/lib/dates";
import type { Sort } from "@/lib/list-request";
import type { License } from "@/lib/licensing/license";
import { CopyKey } from "./copy-key";
import { LicenseStatus, termText } from "./license-status";

export type RegistryRow = License & { used: number };

type Props = {
  rows: RegistryRow[];
  now: Date;
  timeZone: string;
  sort: Sort;
  sortHref: (sort: Sort) => string;
  usersHref: (licenseId: string) => string;
};

/** The registry of licenses: one row each, with what is used, left and expiring. */
export async function RegistryTable({ rows, now, timeZone, sort, sortHref, usersHref }: Props) {
  const t = await getTranslations("registry");
  const heading = (field: string, label: string) => (
    <SortHeading field={field} label={label} sort={sort} href={sortHref} />
  );
  return (
    <table className="table registry">
      <caption className="sr-only">{t("title")}</caption>
      <thead>
        <tr>
          {heading("id", t("id"))}
          {heading("product", t("productColumn"))}
          {heading("not_before", t("validFrom"))}
          {heading("not_after", t("validTill"))}
          {heading("used", t("used"))}
          {heading("limit", t("limit"))}
          {heading("competitive", t("concurrent"))}
          {heading("not_after", t("status"))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} id={`license-${row.id}`}>
            <td>
              <span className="inline-flex items-center gap-2">
                <code title={row.id}>{row.id.slice(0, 8)}</code>
                <CopyKey
                  href={`/licenses/${row.id}/key`}
                  labels={{
                    copy: t("copyKey", { product: row.product }),
                    copied: t("copied"),
                    failed: t("copyFailed"),
                  }}
                />
              </span>
            </td>
            <td
              className="min-w-40 wrap-anywhere"
              data-brief={t("brief", { used: row.used, limit: row.limit, term: termText(t, row, now) })}
            >
              <span className="font-medium">
                <BreakAfter sign="_">{row.product}</BreakAfter>
              </span>
              {row.name && <span className="block text-muted">{row.name}</span>}
            </td>
            <Day date={row.notBefore} timeZone={timeZone} />
            <Day date={row.notAfter} timeZone={timeZone} />
            <td className="tabular-nums">
              <Link
                id={`open-users-${row.id}`}
                href={usersHref(row.id)}
                prefetch={false}
                scroll={false}
                aria-label={t("usedOpen", { product: row.product, used: row.used })}
              >
                {row.used}
              </Link>
            </td>
            <td className="tabular-nums">{row.limit}</td>
            <td>{row.competitive && t("yes")}</td>
            <td>
              <LicenseStatus license={row} used={row.used} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ date, timeZone }: { date: Date; timeZone: string }): ReactNode {
  return (
    <td className="tabular-nums">
      <time dateTime={date.toISOString()} title={formatDateTime(date, timeZone)}>
        {formatDate(date, timeZone)}
      </time>
    </td>
  );
}
