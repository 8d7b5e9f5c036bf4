import { getTranslations } from "@/lib/translations";
import { Window } from "@/components/ui/window";
import { CloseLink } from "@/components/ui/close-link";
import type { UserImportAction } from "./import-state";
import { ImportUsersForm } from "./import-users-form";

const HEADER = "domain,username,name,roles,disabled";

type Props = { action: UserImportAction; maxBytes: number; closeHref: string };

/** "Import users": a CSV list, its preview, Apply. */
export async function ImportUsersWindow({ action, maxBytes, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  return (
    <Window title={t("importTitle")} openerId="open-import">
      <ImportUsersForm
        action={action}
        maxBytes={maxBytes}
        labels={{
          file: t("importFile"),
          text: t("importText"),
          hint: t("importHint", { header: HEADER }),
          placeholder: HEADER,
          preview: t("importPreview"),
          apply: t("importApply"),
          checking: t("importChecking"),
          title: t("importResult"),
          done: t("importDone"),
          tooLarge: t("errors.too_large"),
          line: t("importLine"),
          user: t("user"),
          outcome: t("importOutcome"),
          details: t("importDetails"),
        }}
      >
        <CloseLink href={closeHref} label={shell("close")} />
      </ImportUsersForm>
    </Window>
  );
}
