import { getTranslations } from "next-intl/server";
import { Window } from "@/components/ui/window";
import type { UserList } from "@/lib/use-cases/directory/list-users";
import { CloseLink } from "./close-link";
import type { Ask } from "./edit-user-window";
import { FieldsForm } from "./fields-form";
import type { FormAction } from "./form-state";

type Props = { ask: Ask; user: NonNullable<UserList["edited"]>; action: FormAction; next: string; backHref: string };

const TITLE = { disable: "disableTitle", enable: "enableTitle", delete: "deleteTitle" } as const;
const TEXT = { disable: "disableText", enable: "enableText", delete: "deleteText" } as const;

/** Asks before a user is disabled, enabled or deleted, and says what ends and what becomes free with it. */
export async function AskWindow({ ask, user, action, next, backHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  const address = `${user.username}@${user.domain}`;
  const consequences =
    ask === "enable"
      ? [t("noReturn")]
      : [
          t("endsSessions", { sessions: user.sessions }),
          t("freesSeats", { seats: user.seats }),
          t("revokesGrants", { grants: user.namedGrants }),
          t(ask === "disable" ? "keepsConcurrent" : "dropsEverything"),
        ];
  return (
    <Window title={t(TITLE[ask], { name: user.name })} openerId={`edit-${user.id}`}>
      <p className="break-words">{t(TEXT[ask], { address })}</p>
      <ul className="grid list-disc gap-1 rounded-md bg-amber-soft py-2 pr-3 pl-7 text-amber">
        {consequences.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <FieldsForm
        action={action}
        kept={{ address, next }}
        fields={[]}
        values={{}}
        submit={t(ask)}
        look={ask === "enable" ? "accent" : "danger"}
      >
        <CloseLink href={backHref} label={shell("cancel")} />
      </FieldsForm>
    </Window>
  );
}
