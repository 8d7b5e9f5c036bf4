import { getTranslations } from "@/lib/translations";
import { CloseLink } from "@/components/ui/close-link";
import { Window } from "@/components/ui/window";
import type { Total } from "@/lib/list-request";
import { ManyForm } from "./many-form";
import type { ManyState } from "./many-state";

type Props = {
  action: (state: ManyState, form: FormData) => Promise<ManyState>;
  closeHref: string;
  userIds: string[];
  total: Total;
  licenses: { value: string; label: string }[];
};

/** "Change many users": one license for the users of this page, or for all that the search finds. */
export async function ManyWindow({ action, closeHref, userIds, total, licenses }: Props) {
  const [t, shell] = await Promise.all([getTranslations("many"), getTranslations("shell")]);
  const initial: ManyState = {
    wish: { scope: "page", licenseId: licenses[0]?.value ?? "", held: true, whole: false },
    preview: null,
    reviewed: "",
    done: null,
    error: null,
  };
  const names = [
    "who",
    "license",
    "what",
    "assign",
    "revoke",
    "when",
    "fill",
    "whole",
    "preview",
    "results",
    "user",
    "address",
    "result",
    "download",
    "undo",
  ] as const;
  const labels = Object.fromEntries(names.map((name) => [name, t(name)])) as Record<(typeof names)[number], string>;
  return (
    <Window title={t("title")} openerId="open-many">
      <ManyForm
        action={action}
        initial={initial}
        userIds={userIds}
        licenses={licenses}
        scopes={[
          { value: "page", label: t("page", { count: userIds.length }) },
          { value: "all", label: t(total.more ? "allMore" : "all", { count: total.count }) },
        ]}
        labels={labels}
      >
        <CloseLink href={closeHref} label={shell("close")} />
      </ManyForm>
    </Window>
  );
}
