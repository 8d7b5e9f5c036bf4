import { AskForm } from "@/components/ui/ask-form";
import { getTranslations } from "@/lib/translations";
import { CloseLink } from "@/components/ui/close-link";
import type { FormAction } from "@/components/ui/form-state";
import { Window } from "@/components/ui/window";
import { TokenForm } from "./token-form";
import type { TokenAction } from "./token-state";

type AddProps = { action: TokenAction; maxDays: number; closeHref: string };

/** "Add token": name, scope and days; then the secret, which is shown in this window and nowhere again. */
export async function AddTokenWindow({ action, maxDays, closeHref }: AddProps) {
  const [t, shell] = await Promise.all([getTranslations("tokens"), getTranslations("shell")]);
  const scopes = (["read", "write"] as const).map((value) => ({
    value,
    label: t(`scopes.${value}`),
    note: t(`scopeNotes.${value}`),
  }));
  return (
    <Window title={t("add")} openerId="add-token">
      <TokenForm
        action={action}
        scopes={scopes}
        maxDays={maxDays}
        labels={{
          name: t("name"),
          nameHint: t("nameHint"),
          scope: t("scope"),
          days: t("days"),
          daysHint: t("daysHint", { days: maxDays }),
          submit: t("add"),
          secret: t("secret"),
          once: t("once"),
          copy: t("copy"),
          copied: t("copied"),
          failed: t("copyFailed"),
        }}
        cancel={<CloseLink href={closeHref} label={shell("cancel")} />}
        done={<CloseLink href={closeHref} label={shell("close")} />}
      />
    </Window>
  );
}

type RevokeProps = { token: { id: string; name: string }; action: FormAction; closeHref: string };

/** Asks before a token is taken back. */
export async function RevokeTokenWindow({ token, action, closeHref }: RevokeProps) {
  const t = await getTranslations("tokens");
  return (
    <Window
      title={t("revokeTitle", { name: token.name })}
      openerId={`revoke-${token.id}`}
      question={<p>{t("revokeText")}</p>}
    >
      <AskForm
        action={action}
        kept={{ token: token.id, next: closeHref }}
        submit={t("revoke")}
        cancelHref={closeHref}
      />
    </Window>
  );
}
