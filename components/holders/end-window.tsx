import { getTranslations } from "@/lib/translations";
import { CloseLink } from "@/components/ui/close-link";
import { FieldsForm } from "@/components/ui/fields-form";
import type { FormAction } from "@/components/ui/form-state";
import { Window } from "@/components/ui/window";

type Props = {
  user: { id: string; name: string; address: string; sessions: number; seats: number };
  /** The reader would sign themselves out. */
  isSelf: boolean;
  action: FormAction;
  closeHref: string;
};

/** Says what signing a user out will end before it happens. It lies over the window of the license's users. */
export async function EndWindow({ user, isSelf, action, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("holders"), getTranslations("shell")]);
  const { name, address, sessions, seats } = user;
  return (
    <Window title={t("endTitle", { name })} openerId={`end-${user.id}`}>
      <p>{t("endText", { name, address })}</p>
      <ul className="grid list-disc gap-1 pl-5">
        <li>{t("endSessions", { sessions })}</li>
        <li>{t("endSeats", { seats })}</li>
      </ul>
      {isSelf && <p className="rounded-md bg-amber-soft px-3 py-2 text-amber">{t("endSelf")}</p>}
      <FieldsForm
        action={action}
        kept={{ user: user.id, next: closeHref }}
        fields={[]}
        values={{}}
        submit={t("endSubmit")}
        look="danger"
      >
        <CloseLink href={closeHref} label={shell("cancel")} />
      </FieldsForm>
    </Window>
  );
}
