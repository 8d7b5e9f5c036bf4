import { CloseLink } from "@/components/ui/close-link";
import { FieldsForm } from "@/components/ui/fields-form";
import type { FormAction } from "@/components/ui/form-state";
import { Window } from "@/components/ui/window";
import { getTranslations } from "@/lib/translations";

/** `usual`: shown to whoever has not chosen. */
export type ColumnChoice = { id: string; label: string; name: string | null; visible: boolean; usual: boolean };

type Props = { action: FormAction; choices: ColumnChoice[]; closeHref: string };

/** "Select visible columns": the choice is remembered for the person and stands in the URL. Needs no script. */
export async function ColumnWindow({ action, choices, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("matrix"), getTranslations("shell")]);
  const usual = choices.flatMap((choice) => (choice.usual ? [choice.id] : []));
  const boxes = choices.map(({ id, label, name }) => ({ value: id, label, note: name, locked: false }));
  return (
    <Window title={t("columnsTitle")} openerId="open-columns">
      <FieldsForm
        action={action}
        kept={{ usual: usual.join(",") }}
        fields={[{ kind: "boxes", name: "columns", label: t("columnsLabel"), choices: boxes, isLong: true }]}
        values={{ columns: choices.flatMap((choice) => (choice.visible ? [choice.id] : [])) }}
        submit={shell("add")}
        look="accent"
      >
        <CloseLink href={closeHref} label={shell("cancel")} />
      </FieldsForm>
    </Window>
  );
}
