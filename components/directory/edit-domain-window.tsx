import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { Window } from "@/components/ui/window";
import type { DomainList } from "@/lib/use-cases/directory/list-domains";
import { AskWindow } from "./ask-window";
import { CloseLink } from "@/components/ui/close-link";
import { FieldsForm } from "@/components/ui/fields-form";
import type { FormAction } from "@/components/ui/form-state";

type DomainAsk = "disable" | "enable";
type Domain = NonNullable<DomainList["chosen"]>;

type Props = {
  domain: Domain;
  /** Whether the reader signs in to it. */
  isOwn: boolean;
  action: FormAction;
  askHref: (ask: DomainAsk) => string;
  closeHref: string;
};

/** A domain's window: its name, while nothing lives in it, and the way to disable or enable it, which asks first. */
export async function EditDomainWindow({ domain, isOwn, action, askHref, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("directory"), getTranslations("shell")]);
  const { id, name, users, channels, disabled, within } = domain;
  const ask = disabled ? "enable" : "disable";
  const state = disabled ? "domainIsDisabled" : "domainIsEnabled";
  return (
    <Window title={name} openerId={`edit-${id}`}>
      {users + channels > 0 ? (
        <p className="text-muted">{t("domainInUse", { users, channels })}</p>
      ) : (
        <FieldsForm
          action={action}
          kept={{ was: name, next: closeHref }}
          look="plain"
          submit={t("saveName")}
          values={{ domain: [name] }}
          fields={[{ kind: "text", name: "domain", label: t("domainName"), hint: t("domainHint"), maxLength: 253 }]}
        />
      )}
      <hr className="border-line" />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="w-full text-muted sm:mr-auto sm:w-auto">
          {isOwn ? t("domainIsYours") : t(within ? state : "domainBeyond")}
        </p>
        {within && !isOwn && (
          <Link href={askHref(ask)} prefetch={false} scroll={false} className="button">
            {t(ask)}
          </Link>
        )}
        <CloseLink href={closeHref} label={shell("close")} />
      </div>
    </Window>
  );
}

type AskProps = { ask: DomainAsk; domain: Domain; action: FormAction; next: string; backHref: string };

/** Asks before a domain is disabled or enabled, and says what ends and what becomes free with it. */
export async function AskDomainWindow({ ask, domain, action, next, backHref }: AskProps) {
  const t = await getTranslations("directory");
  const { id, name, sessions, seats, namedGrants: grants, enabledChannels: channels } = domain;
  const ended = [
    t("endsSessions", { sessions }),
    t("freesSeats", { seats }),
    t("revokesGrants", { grants }),
    t("stopsChannels", { channels }),
  ];
  return (
    <AskWindow
      ask={ask}
      name={name}
      text={t(`${ask}DomainText`, { domain: name })}
      consequences={ask === "enable" ? [t("noReturnDomain")] : [...ended, t("noReturnDomain")]}
      openerId={`edit-${id}`}
      action={action}
      kept={{ domain: name, next }}
      backHref={backHref}
    />
  );
}
