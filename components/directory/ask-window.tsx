import { AskForm } from "@/components/ui/ask-form";
import { getTranslations } from "@/lib/translations";
import { Window } from "@/components/ui/window";
import type { UserList } from "@/lib/use-cases/directory/list-users";
import type { Ask } from "./edit-user-window";
import type { FormAction } from "@/components/ui/form-state";

type Props = {
  ask: Ask;
  name: string;
  text: string;
  consequences: readonly string[];
  openerId: string;
  action: FormAction;
  kept: Record<string, string>;
  backHref: string;
};

/** Asks before somebody or something is disabled, enabled or deleted, and says what ends and what becomes free with it. */
export async function AskWindow({ ask, name, text, consequences, openerId, action, kept, backHref }: Props) {
  const t = await getTranslations("directory");
  return (
    <Window
      title={t(`${ask}Title`, { name })}
      openerId={openerId}
      question={
        <>
          <p>{text}</p>
          <ul className="grid list-disc gap-1 rounded-md bg-amber-soft py-2 pr-3 pl-7 text-amber">
            {consequences.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </>
      }
    >
      <AskForm
        action={action}
        kept={kept}
        submit={t(ask)}
        look={ask === "enable" ? "accent" : "danger"}
        cancelHref={backHref}
      />
    </Window>
  );
}

type UserProps = {
  ask: Ask;
  user: NonNullable<UserList["edited"]>;
  action: FormAction;
  next: string;
  backHref: string;
};

/** Asks before a user is disabled, enabled or deleted. */
export async function AskUserWindow({ ask, user, action, next, backHref }: UserProps) {
  const t = await getTranslations("directory");
  const { id, name, sessions, seats, namedGrants: grants } = user;
  const address = `${user.username}@${user.domain}`;
  const ended = [t("endsSessions", { sessions }), t("freesSeats", { seats }), t("revokesGrants", { grants })];
  const more = { enable: "noReturn", disable: "keepsConcurrent", delete: "dropsEverything" } as const;
  return (
    <AskWindow
      ask={ask}
      name={name}
      text={t(`${ask}Text`, { address })}
      consequences={[...(ask === "enable" ? [] : ended), t(more[ask])]}
      openerId={`edit-${id}`}
      action={action}
      kept={{ address, next }}
      backHref={backHref}
    />
  );
}
