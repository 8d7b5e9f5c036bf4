import { getTranslations } from "@/lib/translations";
import { Window } from "@/components/ui/window";
import type { UserList } from "@/lib/use-cases/directory/list-users";
import { CloseLink } from "@/components/ui/close-link";
import { FieldsForm } from "@/components/ui/fields-form";
import type { FormAction } from "@/components/ui/form-state";
import { rolesField } from "./role-choices";

type UserProps = {
  action: FormAction;
  domains: readonly string[];
  domain: string;
  roles: UserList["roles"];
  closeHref: string;
};

/** "Add user": user name and domain, name, roles, and a password if one is to be given now. */
export async function AddUserWindow({ action, domains, domain, roles, closeHref }: UserProps) {
  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  return (
    <Window title={t("addUser")} openerId="open-add">
      <FieldsForm
        action={action}
        kept={{ next: closeHref }}
        look="accent"
        submit={shell("add")}
        values={{ domain: [domain] }}
        fields={[
          { kind: "text", name: "name", label: t("name"), hint: t("nameHint"), maxLength: 200 },
          { kind: "text", name: "username", label: t("username"), hint: t("usernameHint"), maxLength: 64 },
          { kind: "select", name: "domain", label: t("domain"), options: domains },
          {
            kind: "password",
            name: "password",
            label: t("password"),
            hint: t("passwordHint"),
            required: false,
            again: t("errors.password_again"),
          },
          rolesField(roles, t),
        ]}
      >
        <CloseLink href={closeHref} label={shell("cancel")} />
      </FieldsForm>
    </Window>
  );
}

/** "Add domain": its name. */
export async function AddDomainWindow({ action, closeHref }: { action: FormAction; closeHref: string }) {
  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  return (
    <Window title={t("addDomain")} openerId="open-add">
      <FieldsForm
        action={action}
        kept={{ next: closeHref }}
        look="accent"
        submit={shell("add")}
        values={{}}
        fields={[{ kind: "text", name: "domain", label: t("domain"), hint: t("domainHint"), maxLength: 253 }]}
      >
        <CloseLink href={closeHref} label={shell("cancel")} />
      </FieldsForm>
    </Window>
  );
}
