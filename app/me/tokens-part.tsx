import { TokensCard } from "@/components/tokens/tokens-card";
import type { TokenRow } from "@/components/tokens/tokens-table";
import { AddTokenWindow, RevokeTokenWindow } from "@/components/tokens/token-windows";
import { formatDate, formatDateTime } from "@/lib/dates";
import { env } from "@/lib/env";
import { MAX_TOKEN_DAYS } from "@/lib/use-cases/tokens/add-token";
import type { TokenRecord } from "@/lib/use-cases/tokens/list-tokens";
import { meParams } from "./page-params";
import { addTokenAction, revokeTokenAction } from "./token-actions";

type Url = ReturnType<typeof meParams.read>;

function toRow({ createdAt, endsAt, lastUsedAt, ...token }: TokenRecord): TokenRow {
  const zone = env().TIME_ZONE;
  const day = (date: Date) => ({ iso: date.toISOString(), text: formatDate(date, zone) });
  const lastUsed = lastUsedAt && { iso: lastUsedAt.toISOString(), text: formatDateTime(lastUsedAt, zone) };
  return { ...token, created: day(createdAt), ends: day(endsAt), lastUsed };
}

/** The list of tokens, and the window that the page's URL opens, if any. */
export function TokensPart({ url, tokens }: { url: Url; tokens: TokenRecord[] }) {
  const href = (changes: Partial<Url>) => meParams.href("/me", url, { password: false, ...changes });
  const closeHref = href({ token: false, revoke: "" });
  const revoked = tokens.find(({ id }) => id === url.revoke);
  return (
    <>
      <TokensCard
        rows={tokens.map(toRow)}
        addHref={href({ token: true, revoke: "" })}
        revokeHref={(revoke) => href({ token: false, revoke })}
        portalUrl={env().AUTH_URL}
      />
      {!url.password && url.token && (
        <AddTokenWindow action={addTokenAction} maxDays={MAX_TOKEN_DAYS} closeHref={closeHref} />
      )}
      {!url.password && !url.token && revoked && (
        <RevokeTokenWindow key={revoked.id} token={revoked} action={revokeTokenAction} closeHref={closeHref} />
      )}
    </>
  );
}
