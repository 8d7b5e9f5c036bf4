import { AskForm } from "@/components/ui/ask-form";
import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { Window } from "@/components/ui/window";
import type { DomainList } from "@/lib/use-cases/directory/list-domains";
import { CloseLink } from "@/components/ui/close-link";
import type { FormAction } from "@/components/ui/form-state";

type Props = { domain: NonNullable<DomainList["chosen"]>; action: FormAction; usersHref: string; closeHref: string };

/** Asks before a domain is deleted; one in which something lives cannot be, and the window says what. */
export async function DeleteDomainWindow({ domain, action, usersHref, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  const { name, users, channels } = domain;
  const isEmpty = users + channels === 0;
  return (
    <Window
      title={t("deleteDomainTitle", { domain: name })}
      openerId={`delete-${domain.id}`}
      question={
        isEmpty ? (
          <p>{t("deleteDomainText")}</p>
        ) : (
          <p className="rounded-md bg-amber-soft px-3 py-2 text-amber">{t("domainNotEmpty", { users, channels })}</p>
        )
      }
    >
      {isEmpty ? (
        <AskForm action={action} kept={{ domain: name, next: closeHref }} submit={t("delete")} cancelHref={closeHref} />
      ) : (
        <div className="flex flex-wrap justify-end gap-2">
          {users > 0 && (
            <Link href={usersHref} prefetch={false} className="button">
              {t("showUsers")}
            </Link>
          )}
          <CloseLink href={closeHref} label={shell("close")} />
        </div>
      )}
    </Window>
  );
}
