import { AskForm } from "@/components/ui/ask-form";
import { getTranslations } from "@/lib/translations";
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
  const t = await getTranslations("holders");
  const { name, address, sessions, seats } = user;
  return (
    <Window
      title={t("endTitle", { name })}
      openerId={`end-${user.id}`}
      question={
        <>
          <p>{t("endText", { name, address })}</p>
          <ul className="grid list-disc gap-1 pl-5">
            <li>{t("endSessions", { sessions })}</li>
            <li>{t("endSeats", { seats })}</li>
          </ul>
          {isSelf && <p className="rounded-md bg-amber-soft px-3 py-2 text-amber">{t("endSelf")}</p>}
        </>
      }
    >
      <AskForm
        action={action}
        kept={{ user: user.id, next: closeHref }}
        submit={t("endSubmit")}
        cancelHref={closeHref}
      />
    </Window>
  );
}
