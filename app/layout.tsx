import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { getTranslations } from "@/lib/translations";
import type { ReactNode } from "react";
import { NoAnswer } from "@/components/ui/no-answer";
import { readTheme, THEME_COOKIE } from "@/lib/theme";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell");
  return { title: { default: t("product"), template: `%s · ${t("product")}` }, description: t("description") };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("shell");
  const texts = { lost: t("noAnswer.lost"), updated: t("noAnswer.updated"), failed: t("noAnswer.failed") };
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang={await getLocale()} data-theme={theme === "system" ? undefined : theme}>
      <body>
        <NoAnswer texts={texts}>{children}</NoAnswer>
      </body>
    </html>
  );
}
