import type { ReactNode } from "react";
import { getTranslations } from "@/lib/translations";
import { Logo } from "./logo";

/** The frame of pages that need no sign-in: one card in the middle. */
export async function FrontDoor({
  title,
  wide = false,
  children,
}: {
  title: string;
  wide?: boolean;
  children: ReactNode;
}) {
  const t = await getTranslations("shell");
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className={`w-full ${wide ? "max-w-3xl" : "max-w-sm"}`}>
        <p className="mb-4 flex items-center gap-2 font-semibold">
          <Logo />
          {t("product")}
        </p>
        <section className="card grid gap-4 p-6">
          <h1 className="text-xl font-semibold">{title}</h1>
          {children}
        </section>
      </div>
    </main>
  );
}
