import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { forPage } from "@/app/page-door";
import { PortalShell } from "@/app/portal-shell";
import { HeldTable } from "@/components/me/held-table";
import { MissingList } from "@/components/me/missing-list";
import { PasswordWindow } from "@/components/me/password-window";
import { SectionList } from "@/components/me/section-list";
import { hasRight } from "@/lib/access/permissions";
import type { RawParams } from "@/lib/search-params";
import { openMe } from "@/lib/use-cases/sessions/open-me";
import { toMeView } from "./me-view";
import { meParams } from "./page-params";
import { ownPasswordAction } from "./password-action";
import { TokensPart } from "./tokens-part";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("me"))("title") };
}

export default async function MePage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const url = meParams.read(await searchParams);
  const { actor, tokens, ...me } = await forPage(meParams.href("/me", url), openMe);
  const [t, shell, view] = await Promise.all([getTranslations("me"), getTranslations("shell"), toMeView(me)]);
  // Who needs no grant to sign in (specification §3.4).
  const isAdministrator = hasRight(actor, "admin", "read");
  return (
    <PortalShell active={null} actor={actor}>
      <div className="grid max-w-5xl grid-cols-1 gap-5">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div>
            <h1 className="text-xl font-semibold">{t("title")}</h1>
            <p className="break-words text-muted">
              {t("person", { name: actor.name, address: `${actor.username}@${actor.domain.name}` })}
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Link id="change-password" href="/me?password=1" prefetch={false} scroll={false} className="button">
              {t("changePassword")}
            </Link>
            {hasRight(actor, "admin/license", "read") && (
              <Link href="/licenses" prefetch={false} className="button">
                {shell("home")}
              </Link>
            )}
          </div>
        </div>
        <MissingList items={view.missing} />
        <HeldTable rows={view.rows} isAdministrator={isAdministrator} />
        <SectionList titles={view.sections} />
        <TokensPart url={url} tokens={tokens} />
        {url.password && <PasswordWindow action={ownPasswordAction} closeHref="/me" />}
      </div>
    </PortalShell>
  );
}
