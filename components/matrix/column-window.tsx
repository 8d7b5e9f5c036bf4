import { CloseLink } from "@/components/ui/close-link";
import { Window } from "@/components/ui/window";
import { getTranslations } from "@/lib/translations";

/** `usual`: shown to whoever has not chosen. */
export type ColumnChoice = { id: string; label: string; name: string | null; visible: boolean; usual: boolean };

type Props = { action: (form: FormData) => Promise<void>; choices: ColumnChoice[]; closeHref: string };

/** "Select visible columns": the choice is remembered for the person and stands in the URL. Needs no script. */
export async function ColumnWindow({ action, choices, closeHref }: Props) {
  const [t, shell] = await Promise.all([getTranslations("matrix"), getTranslations("shell")]);
  const usual = choices.flatMap((choice) => (choice.usual ? [choice.id] : []));
  return (
    <Window title={t("columnsTitle")} openerId="open-columns">
      <form action={action} className="grid gap-4">
        <input type="hidden" name="usual" value={usual.join(",")} />
        <fieldset className="grid min-w-0 max-h-[60dvh] gap-x-4 overflow-auto sm:grid-cols-2">
          <legend className="sr-only">{t("columnsTitle")}</legend>
          {choices.map((choice) => (
            <label key={choice.id} className="flex min-w-0 items-start gap-2 rounded-md px-2 py-1.5 hover:bg-hover">
              <input
                type="checkbox"
                name="columns"
                value={choice.id}
                defaultChecked={choice.visible}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0 wrap-anywhere">
                {choice.label}
                {choice.name && <span className="block text-muted">{choice.name}</span>}
              </span>
            </label>
          ))}
        </fieldset>
        <div className="flex justify-end gap-2">
          <CloseLink href={closeHref} label={shell("cancel")} />
          <button type="submit" className="button button-accent">
            {shell("add")}
          </button>
        </div>
      </form>
    </Window>
  );
}
