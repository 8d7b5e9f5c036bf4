import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import type { ReactNode } from "react";
import { CallCard } from "@/components/api-docs/call-card";
import { FirstSteps } from "@/components/api-docs/first-steps";
import { Notes } from "@/components/api-docs/notes";
import { Logo } from "@/components/shell/logo";
import { env } from "@/lib/env";
import { docsView } from "./docs-view";

const linkToDocument = (text: ReactNode) => (
  <Link href="/api/openapi.json" prefetch={false} className="underline">
    {text}
  </Link>
);

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("apiDocs"))("title") };
}

/** The HTTP interface for people: everything on one page, from this server alone. The calls speak English, as their answers do. */
export default async function ApiDocsPage() {
  const [t, groups] = [await getTranslations("apiDocs"), docsView()];
  return (
    <main className="mx-auto grid max-w-6xl gap-6 p-4 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <nav
        aria-label={t("calls")}
        className="text-sm lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:self-start lg:overflow-y-auto"
      >
        <p className="mb-3 flex items-center gap-2 text-base font-semibold">
          <Logo />
          <Link href="/" prefetch={false} className="text-ink no-underline">
            {t("product")}
          </Link>
        </p>
        <ul className="grid gap-3" lang="en">
          {groups.map(({ group, calls }) => (
            <li key={group}>
              <p className="font-semibold">{group}</p>
              <ul>
                {calls.map(({ id, method, path }) => (
                  <li key={id}>
                    <a href={`#${id}`} className="block py-1 font-mono break-all no-underline hover:underline">
                      <span className="text-muted">{method}</span> {path}
                    </a>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid min-w-0 content-start gap-6">
        <div className="grid gap-3">
          <h1 className="text-xl font-semibold">{t("title")}</h1>
          <p>{t.rich("description", { link: linkToDocument })}</p>
        </div>
        <FirstSteps address={env().AUTH_URL} />
        <Notes />
        {groups.map(({ group, calls }) => (
          <section key={group} aria-labelledby={`group-${group}`} className="grid gap-3">
            <h2 id={`group-${group}`} lang="en" className="text-lg font-semibold">
              {group}
            </h2>
            {calls.map((call) => (
              <CallCard key={call.id} call={call} />
            ))}
          </section>
        ))}
      </div>
    </main>
  );
}
