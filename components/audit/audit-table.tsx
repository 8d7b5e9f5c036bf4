import { getTranslations } from "@/lib/translations";
import { AuditDetails } from "./audit-details";
import { Actor, type AuditRow, Same, type SameHref } from "./audit-row";

type Props = { rows: AuditRow[]; timeZone: string; filterHref: SameHref };

/** History, newest first; each row opens to what was before and after. Narrow screens keep the first two columns. */
export async function AuditTable({ rows, timeZone, filterHref }: Props) {
  const t = await getTranslations("audit");
  const wide = "hidden md:table-cell";
  return (
    <table className="table border-t border-line">
      <caption className="sr-only">{t("table")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("when", { timeZone })}</th>
          <th scope="col" className="w-1/3 max-md:w-full">
            {t("act")}
          </th>
          <th scope="col" className={wide}>
            {t("who")}
          </th>
          <th scope="col" className={wide}>
            {t("whom")}
          </th>
          <th scope="col" className={wide}>
            {t("license")}
          </th>
          <th scope="col" className={wide}>
            {t("actId")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} id={`entry-${row.id}`} className="align-baseline">
            <td className="tabular-nums md:whitespace-nowrap">
              <time dateTime={row.at.iso}>{row.at.text}</time>
            </td>
            <td>
              <AuditDetails t={t} row={row} filterHref={filterHref} />
            </td>
            <td className={`${wide} wrap-anywhere`}>
              <Actor t={t} actor={row.actor} filterHref={filterHref} />
            </td>
            <td className={`${wide} wrap-anywhere`}>{row.whom && (row.whom.name ?? row.whom.address)}</td>
            <td className={`${wide} wrap-anywhere`}>
              {row.license && <Same t={t} href={filterHref({ license: row.license.id })} text={row.license.product} />}
            </td>
            <td className={wide}>
              <Same t={t} href={filterHref({ act_id: row.actId })} text={row.actId.slice(0, 8)} title={row.actId} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
