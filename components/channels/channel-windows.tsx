import { AskForm } from "@/components/ui/ask-form";
import { getTranslations } from "@/lib/translations";
import { CloseLink } from "@/components/ui/close-link";
import { FieldsForm } from "@/components/ui/fields-form";
import type { Field, FormAction } from "@/components/ui/form-state";
import { Window } from "@/components/ui/window";
import type { Channel } from "@/lib/licensing/product";

type Opened = { id: string; name: string; domain: string; enabledAt: Date | null };

async function nameField(kind: Channel): Promise<Field> {
  const t = await getTranslations("channels");
  const placeholder = t(`${kind}.placeholder`);
  return { kind: "text", name: "name", label: t("name"), hint: t("nameHint"), placeholder, maxLength: 200 };
}

type AddProps = { kind: Channel; domains: readonly string[]; domain: string; action: FormAction; closeHref: string };

/** "Add chat gateway": its name, and its domain for people who see more than one. */
export async function AddWindow({ kind, domains, domain, action, closeHref }: AddProps) {
  const [t, shell] = await Promise.all([getTranslations("channels"), getTranslations("shell")]);
  const domainField: Field = { kind: "select", name: "domain", label: t("domain"), options: domains };
  return (
    <Window title={t(`${kind}.addTitle`)} openerId="open-add">
      <p className="text-muted">{t(`${kind}.addNote`)}</p>
      <FieldsForm
        action={action}
        kept={{ kind, next: closeHref }}
        fields={[await nameField(kind), ...(domains.length > 1 ? [domainField] : [])]}
        values={{ domain: [domain] }}
        submit={shell("add")}
        look="accent"
      >
        <CloseLink href={closeHref} label={shell("cancel")} />
      </FieldsForm>
    </Window>
  );
}

type OpenedProps = { kind: Channel; channel: Opened; action: FormAction; closeHref: string };

/** "Rename chat gateway": the name it has, to be changed. */
export async function RenameWindow({ kind, channel, action, closeHref }: OpenedProps) {
  const [t, shell] = await Promise.all([getTranslations("channels"), getTranslations("shell")]);
  return (
    <Window title={t(`${kind}.renameTitle`)} openerId={`rename-${channel.id}`}>
      <p className="text-muted">{channel.domain}</p>
      <FieldsForm
        action={action}
        kept={{ id: channel.id, next: closeHref }}
        fields={[await nameField(kind)]}
        values={{ name: [channel.name] }}
        submit={t("save")}
        look="accent"
      >
        <CloseLink href={closeHref} label={shell("cancel")} />
      </FieldsForm>
    </Window>
  );
}

/** Asks before a channel is removed, and says what goes with it. */
export async function RemoveWindow({ kind, channel, action, closeHref }: OpenedProps) {
  const t = await getTranslations("channels");
  return (
    <Window
      title={t(`${kind}.removeTitle`)}
      openerId={`remove-${channel.id}`}
      question={
        <>
          <p>{t(`${kind}.removeText`, { name: channel.name, domain: channel.domain })}</p>
          {channel.enabledAt && (
            <p className="rounded-md bg-amber-soft px-3 py-2 text-amber">{t(`${kind}.removeEnabled`)}</p>
          )}
        </>
      }
    >
      <AskForm action={action} kept={{ id: channel.id, next: closeHref }} submit={t("remove")} cancelHref={closeHref} />
    </Window>
  );
}
