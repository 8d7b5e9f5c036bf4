"use client";

import Link from "next/link";
import type { Theme } from "@/lib/theme";
import { Logo } from "./logo";
import { menuKeys } from "./menu-keys";
import { PreferencesForm } from "./preferences-form";
import { SaidNotice } from "./said-notice";

export type ShellActions = {
  setPreference: (form: FormData) => Promise<void>;
  signOut: () => Promise<void>;
};

type Props = {
  tabs: { href: string; label: string; isActive: boolean }[];
  name: string;
  signedInAs: string;
  theme: Theme;
  locale: string;
  themes: Record<Theme, string>;
  labels: Record<"skip" | "product" | "navigation" | "me" | "signOut" | "theme" | "language", string>;
  actions: ShellActions;
};

/**
 * The head of every page. A client component for its weight alone: a server component would travel twice in every page,
 * as HTML and as data, and this one travels once, with its script kept by the browser.
 */
export function ShellHeader({ tabs, name, signedInAs, theme, locale, themes, labels, actions }: Props) {
  return (
    <>
      <a href="#content" className="skip">
        {labels.skip}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="flex flex-wrap items-center gap-x-6 px-4 sm:px-6">
          <Link href="/" prefetch={false} className="flex items-center gap-2 py-3 font-semibold text-ink no-underline">
            <Logo />
            {labels.product}
          </Link>
          <nav
            aria-label={labels.navigation}
            className="order-last -mx-1 flex w-full flex-wrap gap-x-1 sm:order-none sm:mx-0 sm:w-auto"
          >
            {tabs.map(({ href, label, isActive }) => (
              <Link
                key={href}
                href={href}
                prefetch={false}
                aria-current={isActive ? "page" : undefined}
                className="tab"
              >
                {label}
              </Link>
            ))}
          </nav>
          <details className="relative ml-auto" name="person" ref={menuKeys}>
            <summary className="cursor-pointer rounded-md px-2 py-1.5 hover:bg-hover">{name}</summary>
            <div className="menu">
              <p className="mb-3 break-words text-muted">{signedInAs}</p>
              <p className="mb-3">
                <Link href="/me" prefetch={false}>
                  {labels.me}
                </Link>
              </p>
              <PreferencesForm
                action={actions.setPreference}
                theme={theme}
                locale={locale}
                themes={themes}
                labels={labels}
              />
              <form action={actions.signOut} className="mt-3 border-t border-line pt-3">
                <button type="submit" className="button w-full">
                  {labels.signOut}
                </button>
              </form>
            </div>
          </details>
        </div>
      </header>
      <SaidNotice />
    </>
  );
}
