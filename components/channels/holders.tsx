import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import type { License } from "@/lib/licensing/license";
import { isInForce } from "@/lib/licensing/term";
import type { Total } from "@/lib/list-request";

type Props = { product: string; holders: Total; licenses: License[]; now: Date; seesLicenses: boolean };

/** How many users hold the product of the channels, and the way to where it is assigned. */
export async function Holders({ product, holders, licenses, now, seesLicenses }: Props) {
  const t = await getTranslations("channels");
  const columns = licenses.filter((license) => isInForce(license, now)).map(({ id }) => id);
  return (
    <div className="grid gap-1 border-t border-line pt-3">
      <p className="max-w-3xl">{t(holders.more ? "holdersMore" : "holders", { product, count: holders.count })}</p>
      {seesLicenses && columns.length > 0 && (
        <p>
          <Link href={`/licenses/users?columns=${columns.join(",")}`} prefetch={false}>
            {t("toMatrix", { product })}
          </Link>
        </p>
      )}
    </div>
  );
}
