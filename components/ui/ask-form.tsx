import { getTranslations } from "@/lib/translations";
import { CloseLink } from "./close-link";
import { FieldsForm } from "./fields-form";
import type { FormAction } from "./form-state";

type Props = {
  action: FormAction;
  /** Members that the form hands on: what it is about, and where to go on. */
  kept: Record<string, string>;
  submit: string;
  look?: "accent" | "danger";
  cancelHref: string;
};

/** The end of a window that asks before it acts: nothing to fill in, only to do or to leave. */
export async function AskForm({ action, kept, submit, look = "danger", cancelHref }: Props) {
  const t = await getTranslations("shell");
  return (
    <FieldsForm action={action} kept={kept} fields={[]} values={{}} submit={submit} look={look}>
      <CloseLink href={cancelHref} label={t("cancel")} />
    </FieldsForm>
  );
}
