import { getTranslations } from "@/lib/translations";
import { BreakAfter } from "@/components/ui/break-after";
import type { HolderList } from "@/lib/use-cases/licenses/list-holders";
import { HolderSwitch } from "./holder-switch";

type Holder = HolderList["holders"][number];

type Props = {
  list: HolderList;
  /** Only users of this domain can be signed out. */
  ownDomainId: string;
  path: string;
  kept: [name: string, value: string][];
};

/** Who holds the license, and whether they are signed in. */
export async function HoldersTable({ list, ownDomainId, path, kept }: Props) {
  const t = await getTranslations("holders");
  const whyLocked = ({ name, domain, signedIn }: Holder) => {
    if (!signedIn) return t("lockedOut", { name });
    if (domain.id !== ownDomainId) return t("lockedDomain", { domain: domain.name });
    return list.writable ? null : t("lockedRight");
  };
  return (
    <table className="table table-fixed max-sm:[&_:is(td,th)]:px-2">
      <caption className="sr-only">{t("table", { product: list.license.product })}</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[33%] max-sm:w-[30%]">
            {t("domain")}
          </th>
          <th scope="col">{t("user")}</th>
          <th scope="col" className="max-sm:w-[38%]">
            {t("used")}
          </th>
        </tr>
      </thead>
      <tbody>
        {list.holders.map((holder) => {
          const locked = whyLocked(holder);
          return (
            <tr key={holder.id}>
              <td className="break-words max-sm:text-xs">
                <BreakAfter sign=".">{holder.domain.name}</BreakAfter>
              </td>
              <td id={`holder-${holder.id}`} className="break-words">
                <span className="font-medium">{holder.name}</span>{" "}
                <span className="block text-muted max-sm:text-xs">{holder.username}</span>
              </td>
              <td>
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <HolderSwitch
                    userId={holder.id}
                    isOn={holder.signedIn}
                    locked={locked}
                    path={path}
                    kept={kept}
                    labelId={`holder-${holder.id}`}
                    noteId={`note-${holder.id}`}
                  />
                  <span id={`note-${holder.id}`} className="min-w-0 break-words text-muted">
                    {holder.signedIn ? t("sessions", { sessions: holder.sessions }) : t("notSignedIn")}
                    {holder.signedIn && locked && <span className="block text-xs">{locked}</span>}
                    {!holder.signedIn && <span className="sr-only"> {locked}</span>}
                  </span>
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
