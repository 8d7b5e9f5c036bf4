import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import type { ReactNode } from "react";
import { formatDate } from "@/lib/dates";
import type { ChannelCapacity } from "@/lib/licensing/capacity";
import type { License } from "@/lib/licensing/license";

type Props = {
  product: string;
  enabled: number;
  capacity: ChannelCapacity;
  licenses: License[];
  timeZone: string;
  /** Whether the licenses' pages may be linked to. */
  seesLicenses: boolean;
  children?: ReactNode;
};

/** So many lines are read at a glance; more are folded away. */
const SHOWN_AT_ONCE = 5;

type Translate = Awaited<ReturnType<typeof getTranslations<"channels">>>;

/** "3 of 5 enabled", the license that gives the number, and why the others of the product do not count. */
export async function CapacityCard({ product, enabled, capacity, licenses, timeZone, seesLicenses, children }: Props) {
  const t = await getTranslations("channels");
  const { limit, by, ignored } = capacity;
  const license = licenses.find(({ id }) => id === by);
  const share = limit === 0 ? Number(enabled > 0) : Math.min(1, enabled / limit);
  return (
    <section aria-label={t("capacityTitle")} className="card mb-4 grid gap-3 p-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <p className="text-lg font-semibold tabular-nums">{t("capacity", { enabled, limit })}</p>
        <p className="text-muted">{t("allDomains")}</p>
      </div>
      <svg aria-hidden="true" className="h-2 w-full max-w-xl rounded-full bg-band">
        <rect width={`${share * 100}%`} height="100%" className={enabled >= limit ? "fill-amber" : "fill-good"} />
      </svg>
      <Attention product={product} enabled={enabled} limit={limit} t={t} />
      {license && <p className="max-w-3xl">{t("by", { product, license: licenseLabel(license, timeZone, t) })}</p>}
      {ignored.length > 0 && (
        <details open={ignored.length <= SHOWN_AT_ONCE}>
          <summary className="w-fit cursor-pointer text-muted">{t("ignored", { count: ignored.length })}</summary>
          <ul className="mt-1 grid gap-1 pl-4">
            {ignored.map(({ id, why }) => (
              <Ignored key={id} license={licenses.find((each) => each.id === id)} why={why} timeZone={timeZone} t={t} />
            ))}
          </ul>
        </details>
      )}
      {seesLicenses && (
        <p>
          <Link href={`/licenses?q=${product}`} prefetch={false}>
            {t("toLicenses", { product })}
          </Link>
        </p>
      )}
      {children}
    </section>
  );
}

/** Product, end and name; without a name the beginning of the id, as in the registry. */
function licenseLabel(license: License, timeZone: string, t: Translate): string {
  const label = t("license", { product: license.product, date: formatDate(license.notAfter, timeZone) });
  return `${label} · ${license.name ?? license.id.slice(0, 8)}`;
}

type AttentionProps = { product: string; enabled: number; limit: number; t: Translate };

/** What stands in the way of enabling one more, if anything does. */
function Attention({ product, enabled, limit, t }: AttentionProps) {
  if (enabled < limit) return null;
  const text =
    enabled > limit
      ? limit === 0
        ? t("none", { product })
        : t("over", { over: enabled - limit, limit })
      : t(limit === 0 ? "none" : "full", { product });
  return <p className="max-w-3xl rounded-md bg-amber-soft px-3 py-2 text-amber">{text}</p>;
}

type IgnoredProps = {
  license: License | undefined;
  why: ChannelCapacity["ignored"][number]["why"];
  timeZone: string;
  t: Translate;
};

/** One license that does not count, and why. */
function Ignored({ license, why, timeZone, t }: IgnoredProps) {
  if (license === undefined) return null;
  const { notBefore, notAfter, withdrawnAt, limit } = license;
  const moment = { expired: notAfter, not_started: notBefore, withdrawn: withdrawnAt, not_summed: null }[why];
  const date = moment === null ? "" : formatDate(moment, timeZone);
  return (
    <li>
      {licenseLabel(license, timeZone, t)}
      <span className="text-muted">{` · ${t("ignoredLimit", { limit })} · ${t(`why_${why}`, { date })}`}</span>
    </li>
  );
}
