import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { Window } from "@/components/ui/window";
import type { UserList } from "@/lib/use-cases/directory/list-users";
import { CloseLink } from "@/components/ui/close-link";
import { FieldsForm } from "@/components/ui/fields-form";
import type { FormAction } from "@/components/ui/form-state";
import { rolesField } from "./role-choices";

export type Ask = "disable" | "enable" | "delete";

type Props = {
  user: NonNullable<UserList["edited"]>;
  /** Whether the user is the reader. */
  isSelf: boolean;
  roles: UserList["roles"];
  may: UserList["may"];
  actions: { rename: FormAction; setRoles: FormAction; setPassword: FormAction };
  askHref: (ask: Ask) => string;
  closeHref: string;
};

/** A user's window: name, roles and password, each a form of its own, and the ways to disable and delete, which ask first. */
export async function EditUserWindow({ user, isSelf, roles, may, actions, askHref, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  const address = `${user.username}@${user.domain}`;
  const form = { kept: { address }, look: "plain" } as const;
  const password = { kind: "password", name: "password", label: t("newPassword"), required: true } as const;
  return (
    <Window title={user.name} openerId={`edit-${user.id}`}>
      <p className="break-all text-muted">{address}</p>
      {!user.within && <p className="rounded-md bg-amber-soft px-3 py-2 text-amber">{t("personBeyond")}</p>}
      {may.write && (
        <>
          <FieldsForm
            {...form}
            action={actions.rename}
            submit={t("saveName")}
            values={{ name: [user.name] }}
            fields={[{ kind: "text", name: "name", label: t("name"), maxLength: 200 }]}
          />
          <hr className="border-line" />
          <FieldsForm
            {...form}
            action={actions.setRoles}
            submit={t("saveRoles")}
            values={{ roles: user.roles, shown: user.roles }}
            carried={["shown"]}
            fields={[rolesField(roles, t)]}
          />
          {user.within && (
            <>
              <hr className="border-line" />
              <FieldsForm
                {...form}
                action={actions.setPassword}
                submit={t("setPassword")}
                values={{}}
                fields={[{ ...password, hint: user.hasPassword ? t("passwordNote") : t("noPassword") }]}
              />
            </>
          )}
        </>
      )}
      <hr className="border-line" />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="w-full text-muted sm:mr-auto sm:w-auto">{isSelf ? t("thisIsYou") : t(stateOf(user))}</p>
        {user.within && !isSelf && (
          <>
            {may.write && (
              <AskLink
                href={askHref(user.disabled ? "enable" : "disable")}
                label={t(user.disabled ? "enable" : "disable")}
              />
            )}
            {may.delete && <AskLink href={askHref("delete")} label={t("delete")} isDanger />}
          </>
        )}
        <CloseLink href={closeHref} label={shell("close")} />
      </div>
    </Window>
  );
}

function stateOf({ disabled, domainDisabled }: Props["user"]) {
  if (disabled) return "stateDisabled";
  return domainDisabled ? "stateOfDomain" : "stateEnabled";
}

function AskLink({ href, label, isDanger = false }: { href: string; label: string; isDanger?: boolean }) {
  return (
    <Link href={href} prefetch={false} scroll={false} className={isDanger ? "button button-danger" : "button"}>
      {label}
    </Link>
  );
}
