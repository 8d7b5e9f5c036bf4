import { getTranslations } from "@/lib/translations";
import type { License } from "@/lib/licensing/license";
import { isOverLimit } from "@/lib/licensing/seats";
import { daysLeft, needsAttention, termState } from "@/lib/licensing/term";

const DAY_MS = 86_400_000;

type Translate = Awaited<ReturnType<typeof getTranslations<"registry">>>;

/** Where a license's term stands, in words. */
export function termText(t: Translate, license: License, now: Date): string {
  const words = {
    in_force: () => t("days", { days: daysLeft(license, now) }),
    expired: () => t("expired"),
    withdrawn: () => t("withdrawn"),
    not_started: () => t("starts", { days: Math.ceil((license.notBefore.getTime() - now.getTime()) / DAY_MS) }),
  };
  return words[termState(license, now)]();
}

/** Where a license stands, in words; colour only says it again. */
export async function LicenseStatus({ license, used, now }: { license: License; used: number; now: Date }) {
  const t = await getTranslations("registry");
  const state = termState(license, now);
  const ended = state === "expired" || state === "withdrawn";
  const look = ended ? "text-danger" : needsAttention(license, now) ? "text-amber font-medium" : "";
  return (
    <span className="inline-flex flex-wrap gap-2 whitespace-nowrap">
      <span className={look}>{termText(t, license, now)}</span>
      {isOverLimit(license, used) && (
        <span className="rounded-sm bg-amber-soft px-1.5 text-amber">{t("overLimit")}</span>
      )}
    </span>
  );
}
