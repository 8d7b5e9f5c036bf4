import { getTranslations } from "@/lib/translations";

/** Whether a user or a domain is enabled, in words; `note` says more of one that is not. */
export async function StateText({ isDisabled, note }: { isDisabled: boolean; note?: string }) {
  const t = await getTranslations("directory");
  if (!isDisabled) return t("enabled");
  return <span className="rounded-sm bg-danger-soft px-1.5 py-0.5 text-danger">{note ?? t("disabled")}</span>;
}
