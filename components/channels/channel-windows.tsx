import { getTranslations } from "@/lib/translations";
import { CloseLink } from "@/components/ui/close-link";
import { Window } from "@/components/ui/window";
import type { Channel } from "@/lib/licensing/product";
import type { ActAction, NameAction } from "./channel-state";
import { NameForm } from "./name-form";
import { RemoveForm } from "./remove-form";

type Opened = { id: string; name: string; domain: string; enabledAt: Date | null };

async function nameLabels(kind: Channel, submit: string) {
  const t = await getTranslations("channels");
  return {
    name: t("name"),
    hint: t("nameHint"),
    placeholder: t(`${kind}.placeholder`),
    domain: t("domain"),
    submit,
  };
}

async function Cancel({ href }: { href: string }) {
  const t = await getTranslations("shell");
  return <CloseLink href={href} label={t("cancel")} />;
}

type AddProps = { kind: Channel; domains: readonly string[]; domain: string; action: NameAction; closeHref: string };

/** "Add chat gateway": its name, and its domain for people who see more than one. */
export async function AddWindow({ kind, domains, domain, action, closeHref }: AddProps) {
  const [t, shell] = await Promise.all([getTranslations("channels"), getTranslations("shell")]);
  return (
    <Window title={t(`${kind}.addTitle`)} openerId="open-add">
      <p className="text-muted">{t(`${kind}.addNote`)}</p>
      <NameForm
        action={action}
        kept={{ kind, next: closeHref }}
        name=""
        domain={domain}
        domains={domains}
        labels={await nameLabels(kind, shell("add"))}
      >
        <Cancel href={closeHref} />
      </NameForm>
    </Window>
  );
}

type RenameProps = { kind: Channel; channel: Opened; action: NameAction; closeHref: string };

/** "Rename chat gateway": the name it has, to be changed. */
export async function RenameWindow({ kind, channel, action, closeHref }: RenameProps) {
  const t = await getTranslations("channels");
  return (
    <Window title={t(`${kind}.renameTitle`)} openerId={`rename-${channel.id}`}>
      <p className="text-muted">{channel.domain}</p>
      <NameForm
        action={action}
        kept={{ id: channel.id, next: closeHref }}
        name={channel.name}
        domain=""
        domains={[]}
        labels={await nameLabels(kind, t("save"))}
      >
        <Cancel href={closeHref} />
      </NameForm>
    </Window>
  );
}

type RemoveProps = { kind: Channel; channel: Opened; action: ActAction; closeHref: string };

/** Asks before a channel is removed, and says what goes with it. */
export async function RemoveWindow({ kind, channel, action, closeHref }: RemoveProps) {
  const t = await getTranslations("channels");
  return (
    <Window title={t(`${kind}.removeTitle`)} openerId={`remove-${channel.id}`}>
      <p className="break-words">{t(`${kind}.removeText`, { name: channel.name, domain: channel.domain })}</p>
      {channel.enabledAt && (
        <p className="rounded-md bg-amber-soft px-3 py-2 text-amber">{t(`${kind}.removeEnabled`)}</p>
      )}
      <RemoveForm id={channel.id} action={action} next={closeHref} label={t("remove")}>
        <Cancel href={closeHref} />
      </RemoveForm>
    </Window>
  );
}
