import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Theme } from "@/lib/theme";
import { Logo } from "./logo";
import { PreferencesForm } from "./preferences-form";

export type ShellActions = {
  setPreference: (form: FormData) => Promise<void>;
  signOut: () => Promise<void>;
};

export type ShellProps = {
  active: TabName | null;
  /** Tabs that this person may open. */
  tabs: readonly TabName[];
  person: { name: string; address: string };
  theme: Theme;
  actions: ShellActions;
  children: ReactNode;
};

const TABS = {
  licenses: "/licenses",
  users: "/licenses/users",
  channels: "/channels/chat-gateways",
  directory: "/directory/users",
  audit: "/audit",
} as const;

export type TabName = keyof typeof TABS;

/** The frame of every page behind the sign-in: product, tabs, the person and their preferences. */
export async function Shell({ active, tabs, person, theme, actions, children }: ShellProps) {
  const t = await getTranslations("shell");
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:px-3 focus:py-2"
      >
        {t("skip")}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="flex flex-wrap items-center gap-x-6 px-4 sm:px-6">
          <Link href="/" prefetch={false} className="flex items-center gap-2 py-3 font-semibold text-ink no-underline">
            <Logo />
            {t("product")}
          </Link>
          <nav aria-label={t("navigation")} className="order-last flex w-full flex-wrap gap-1 sm:order-none sm:w-auto">
            {tabs.map((key) => (
              <Link
                key={key}
                href={TABS[key]}
                prefetch={false}
                aria-current={key === active ? "page" : undefined}
                className="border-b-3 border-transparent px-2 py-3 sm:px-3 text-muted no-underline hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink"
              >
                {t(key)}
              </Link>
            ))}
          </nav>
          <details className="relative ml-auto" name="person">
            <summary className="cursor-pointer rounded-md px-2 py-1.5 hover:bg-hover">{person.name}</summary>
            <div className="absolute right-0 z-40 mt-1 w-72 rounded-lg border border-line bg-raised p-4 shadow-xl shadow-(color:--shadow)">
              <p className="mb-3 break-all text-muted">{t("signedInAs", { name: person.address })}</p>
              <p className="mb-3">
                <Link href="/me" prefetch={false}>
                  {t("me")}
                </Link>
              </p>
              <PreferencesForm action={actions.setPreference} theme={theme} locale={await getLocale()} />
              <form action={actions.signOut} className="mt-3 border-t border-line pt-3">
                <button type="submit" className="button w-full">
                  {t("signOut")}
                </button>
              </form>
            </div>
          </details>
        </div>
      </header>
      <main id="content" className="px-4 py-5 sm:px-6">
        {children}
      </main>
    </>
  );
}
