import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { SortHeading } from "@/components/ui/sort-heading";
import { formatDate, formatDateTime } from "@/lib/dates";
import type { Sort } from "@/lib/list-request";
import type { UserList } from "@/lib/use-cases/directory/list-users";
import { StateText } from "./state-text";

type Row = UserList["users"][number];

type Props = {
  rows: readonly Row[];
  timeZone: string;
  sort: Sort | null;
  sortHref: (sort: Sort) => string;
  /** The address of a user's window; null when this person may not change anyone. */
  editHref: ((id: string) => string) | null;
};

/** The users of the directory: who they are, what they may do, whether they are in. */
export async function UsersTable({ rows, timeZone, sort, sortHref, editHref }: Props) {
  const t = await getTranslations("directory");
  const heading = (field: string, label: string) => (
    <SortHeading field={field} label={label} sort={sort} href={sortHref} />
  );
  return (
    <table className="table">
      <caption className="sr-only">{t("usersTitle")}</caption>
      <thead>
        <tr>
          {heading("name", t("user"))}
          {heading("address", t("address"))}
          {heading("domain", t("domain"))}
          <th scope="col">{t("roles")}</th>
          {heading("state", t("state"))}
          <th scope="col">{t("lastSignIn")}</th>
          <th scope="col">{t("sessions")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="min-w-36 font-medium break-words">
              {editHref ? (
                <Link
                  id={`edit-${row.id}`}
                  href={editHref(row.id)}
                  prefetch={false}
                  scroll={false}
                  aria-label={t("edit", { name: row.name })}
                >
                  {row.name}
                </Link>
              ) : (
                row.name
              )}
            </td>
            <td className="whitespace-nowrap">{`${row.username}@${row.domain}`}</td>
            <td>{row.domain}</td>
            <td className="min-w-28">
              {row.roles.length > 0 ? row.roles.join(", ") : <span className="text-muted">{t("noRoles")}</span>}
            </td>
            <td>
              <StateText
                isDisabled={row.disabled || row.domainDisabled}
                note={row.disabled ? undefined : t("disabledDomain")}
              />
            </td>
            <td className="whitespace-nowrap tabular-nums">
              <LastSignIn at={row.lastSignIn} timeZone={timeZone} unknown={t("never")} />
            </td>
            <td className="tabular-nums">{row.sessions}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastSignIn({ at, timeZone, unknown }: { at: Date | null; timeZone: string; unknown: string }) {
  if (at === null) return <span className="text-muted">{unknown}</span>;
  return (
    <time dateTime={at.toISOString()} title={formatDateTime(at, timeZone)}>
      {formatDate(at, timeZone)}
    </time>
  );
}
