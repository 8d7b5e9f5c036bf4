import { getLocale } from "next-intl/server";
import { getTranslations } from "@/lib/translations";
import type { ReactNode } from "react";
import type { Theme } from "@/lib/theme";
import { type ShellActions, ShellHeader } from "./shell-header";
import { TABS, type TabName } from "./tabs";

export type ShellProps = {
  active: TabName | null;
  /** Tabs that this person may open. */
  tabs: readonly TabName[];
  person: { name: string; address: string };
  theme: Theme;
  actions: ShellActions;
  children: ReactNode;
};

/** The frame of every page behind the sign-in: product, tabs, the person and their preferences. */
export async function Shell({ active, tabs, person, theme, actions, children }: ShellProps) {
  const t = await getTranslations("shell");
  const names = ["skip", "product", "navigation", "me", "signOut", "theme", "language"] as const;
  return (
    <>
      <ShellHeader
        tabs={tabs.map((key) => ({ href: TABS[key], label: t(key), isActive: key === active }))}
        name={person.name}
        signedInAs={t("signedInAs", { name: person.address })}
        theme={theme}
        locale={await getLocale()}
        themes={{ system: t("themeSystem"), light: t("themeLight"), dark: t("themeDark") }}
        labels={Object.fromEntries(names.map((name) => [name, t(name)])) as Record<(typeof names)[number], string>}
        actions={actions}
      />
      <main id="content" tabIndex={-1} className="px-4 py-5 outline-none sm:px-6">
        {children}
      </main>
    </>
  );
}
