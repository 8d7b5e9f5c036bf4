import { getTranslations } from "@/lib/translations";
import { CloseLink } from "@/components/ui/close-link";
import { Window } from "@/components/ui/window";
import { ImportForm } from "./import-form";
import type { ImportState } from "./import-state";

type Props = { action: (state: ImportState, form: FormData) => Promise<ImportState>; closeHref: string };

/** The labels of the import form in the reader's language. */
export async function importLabels() {
  const [t, shell] = await Promise.all([getTranslations("import"), getTranslations("shell")]);
  return {
    key: t("key"),
    placeholder: t("placeholder"),
    checking: t("checking"),
    pressAgain: t("pressAgain"),
    preview: t("preview"),
    change: t("change"),
    license: t("license"),
    details: t("details"),
    add: shell("add"),
  };
}

/** "Import license": key, preview, Add and Close. Closing keeps nothing. */
export async function ImportWindow({ action, closeHref }: Props) {
  const [t, shell, labels] = await Promise.all([getTranslations("import"), getTranslations("shell"), importLabels()]);
  return (
    <Window title={t("title")} openerId="open-import">
      <ImportForm action={action} next={closeHref} labels={labels}>
        <CloseLink href={closeHref} label={shell("close")} />
      </ImportForm>
    </Window>
  );
}
