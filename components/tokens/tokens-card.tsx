import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import { TokensTable, type TokenRow } from "./tokens-table";

type Props = { rows: TokenRow[]; addHref: string; revokeHref: (id: string) => string; portalUrl: string };

/** Where a secret belongs in a command. */
const PLACEHOLDER = "swt_…";

/** "Access tokens" of a person's own page: the list, the way to add one, and how a script uses it. */
export async function TokensCard({ rows, addHref, revokeHref, portalUrl }: Props) {
  const t = await getTranslations("tokens");
  const example = `curl -H "Authorization: Bearer ${PLACEHOLDER}" ${portalUrl.replace(/\/$/, "")}/api/userinfo`;
  return (
    <section aria-labelledby="my-tokens" className="card">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
        <div className="min-w-0 flex-1 basis-64">
          <h2 id="my-tokens" className="font-semibold">
            {t("title")}
          </h2>
          <p className="text-muted">{t("about")}</p>
        </div>
        <Link id="add-token" href={addHref} prefetch={false} scroll={false} className="button">
          {t("add")}
        </Link>
      </div>
      {rows.length === 0 ? (
        <p className="border-t border-line px-3 py-8 text-center text-muted">{t("empty")}</p>
      ) : (
        <div className="overflow-x-auto border-t border-line">
          <TokensTable rows={rows} revokeHref={revokeHref} />
        </div>
      )}
      <div className="grid gap-1.5 border-t border-line px-3 py-3 text-muted">
        <p>
          {t("howTo")}{" "}
          <Link href="/api/docs" prefetch={false} className="underline">
            {t("docs")}
          </Link>
        </p>
        <code className="rounded-md bg-band px-3 py-2 font-mono whitespace-pre-wrap text-ink wrap-anywhere">
          {example}
        </code>
      </div>
    </section>
  );
}
