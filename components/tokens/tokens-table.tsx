import Link from "next/link";
import { getTranslations } from "@/lib/translations";

type Moment = { iso: string; text: string };

/** An access token in its person's words. */
export type TokenRow = {
  id: string;
  name: string;
  scope: "read" | "write";
  created: Moment;
  ends: Moment;
  lastUsed: Moment | null;
  isEnded: boolean;
};

function Time({ moment }: { moment: Moment }) {
  return <time dateTime={moment.iso}>{moment.text}</time>;
}

/** My access tokens: what each may do, until when, and when it was used last. */
export async function TokensTable({ rows, revokeHref }: { rows: TokenRow[]; revokeHref: (id: string) => string }) {
  const t = await getTranslations("tokens");
  return (
    // A narrow screen keeps the name, the end and the way to revoke in view.
    <table className="table max-sm:[&_:is(td,th)]:px-2 max-sm:[&_:is(th,td):is(:nth-child(3),:nth-child(5))]:hidden">
      <caption className="sr-only">{t("title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("name")}</th>
          <th scope="col">{t("scope")}</th>
          <th scope="col">{t("created")}</th>
          <th scope="col">{t("ends")}</th>
          <th scope="col">{t("lastUsed")}</th>
          <th scope="col">
            <span className="sr-only">{t("revoke")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, scope, created, ends, lastUsed, isEnded }) => (
          <tr key={id}>
            <td className="min-w-24 font-medium wrap-anywhere">{name}</td>
            <td>{t(`scopes.${scope}`)}</td>
            <td className="tabular-nums">
              <Time moment={created} />
            </td>
            <td className="tabular-nums">
              <span className="flex flex-wrap items-center gap-x-2">
                <Time moment={ends} />
                {isEnded && <span className="rounded-sm bg-danger-soft px-1.5 py-0.5 text-danger">{t("expired")}</span>}
              </span>
            </td>
            <td className="tabular-nums">{lastUsed ? <Time moment={lastUsed} /> : t("never")}</td>
            <td className="text-right">
              <Link
                id={`revoke-${id}`}
                href={revokeHref(id)}
                prefetch={false}
                scroll={false}
                aria-label={t("revokeOf", { name })}
                className="button min-h-8 py-1 text-danger"
              >
                {t("revoke")}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
