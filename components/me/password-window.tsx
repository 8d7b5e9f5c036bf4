import { CloseLink } from "@/components/ui/close-link";
import { FieldsForm } from "@/components/ui/fields-form";
import type { FormAction } from "@/components/ui/form-state";
import { Window } from "@/components/ui/window";
import { getTranslations } from "@/lib/translations";

type Props = { action: FormAction; closeHref: string };

/** "Change password": the current one and a new one; stays open and says what ended. */
export async function PasswordWindow({ action, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("me"), getTranslations("shell")]);
  return (
    <Window title={t("changePassword")} openerId="change-password">
      <FieldsForm
        action={action}
        kept={{}}
        fields={[
          { kind: "password", name: "current", label: t("currentPassword"), required: true, isCurrent: true },
          { kind: "password", name: "password", label: t("newPassword"), hint: t("newPasswordHint"), required: true },
        ]}
        values={{}}
        submit={t("changePassword")}
        look="accent"
      >
        <CloseLink href={closeHref} label={shell("close")} />
      </FieldsForm>
    </Window>
  );
}
