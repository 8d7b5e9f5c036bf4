import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { BreakAfter } from "@/components/ui/break-after";
import { SortHeading } from "@/components/ui/sort-heading";
import { formatDate, formatDateTime } from "@/lib/dates";
import type { Sort } from "@/lib/list-request";
import type { SwitchAction } from "./switch-state";
import { ChannelSwitch } from "./channel-switch";

export type ChannelRow = { id: string; name: string; domain: string; enabledAt: Date | null };

type Props = {
  caption: string;
  rows: ChannelRow[];
  timeZone: string;
  sort: Sort;
  sortHref: (sort: Sort) => string;
  /** What changes a channel; null for people who may only look. */
  change: {
    action: SwitchAction;
    next: string;
    renameHref: (id: string) => string;
    removeHref: (id: string) => string;
  } | null;
};

/** The channels of one kind, one row each: where they belong, whether they are enabled, and what can be done with them. */
export async function ChannelTable({ caption, rows, timeZone, sort, sortHref, change }: Props) {
  const t = await getTranslations("channels");
  const heading = (field: string, label: string) => (
    <SortHeading field={field} label={label} sort={sort} href={sortHref} />
  );
  return (
    // On a narrow screen the domain stands below the name instead of in a column of its own.
    <table className="table max-sm:[&_:is(th,td):nth-child(2)]:hidden">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {heading("name", t("name"))}
          {heading("domain", t("domain"))}
          {heading("state", t("state"))}
          {change && (
            <th scope="col">
              <span className="sr-only">{t("actions")}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} id={`channel-${row.id}`}>
            <td className="min-w-28 [overflow-wrap:anywhere]">
              <span className="font-medium">{row.name}</span>
              <span className="block text-muted sm:hidden">
                <BreakAfter sign=".">{row.domain}</BreakAfter>
              </span>
            </td>
            <td>{row.domain}</td>
            <td className="min-w-24 sm:min-w-36">
              {change === null ? (
                <span>{t(row.enabledAt ? "enabled" : "disabled")}</span>
              ) : (
                <ChannelSwitch
                  id={row.id}
                  isEnabled={row.enabledAt !== null}
                  action={change.action}
                  next={change.next}
                  labels={{
                    name: t("switch", { name: row.name }),
                    state: t(row.enabledAt ? "enabled" : "disabled"),
                    said: t(row.enabledAt ? "nowEnabled" : "nowDisabled", { name: row.name }),
                  }}
                />
              )}
              {row.enabledAt && (
                <time
                  dateTime={row.enabledAt.toISOString()}
                  title={formatDateTime(row.enabledAt, timeZone)}
                  className="block text-muted"
                >
                  {t("since", { date: formatDate(row.enabledAt, timeZone) })}
                </time>
              )}
            </td>
            {change && (
              <td>
                <span className="flex justify-end gap-2 max-sm:flex-col">
                  <Link
                    id={`rename-${row.id}`}
                    href={change.renameHref(row.id)}
                    prefetch={false}
                    scroll={false}
                    aria-label={t("renameOf", { name: row.name })}
                    className="button min-h-8 py-1 max-sm:px-2"
                  >
                    {t("rename")}
                  </Link>
                  <Link
                    id={`remove-${row.id}`}
                    href={change.removeHref(row.id)}
                    prefetch={false}
                    scroll={false}
                    aria-label={t("removeOf", { name: row.name })}
                    className="button min-h-8 py-1 text-danger max-sm:px-2"
                  >
                    {t("remove")}
                  </Link>
                </span>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
