import type { UserActor } from "@/lib/access/actor";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { listTokens } from "@/lib/use-cases/tokens/list-tokens";
import { revokeToken } from "@/lib/use-cases/tokens/revoke-token";
import { type Act, did } from "@/tests/support/act-answers";

/** Everybody asks about their own tokens; a certificate's bearer has no address. */
const own = ({ username, domain }: UserActor) => `${username}@${domain?.name}`;

/** How each line of the table about access tokens is done, by its name. */
export const TOKEN_ACTS: Record<string, Act> = {
  "tokens/add-token": async (who) => did(await addToken(who, own(who), { name: "ci", scope: "write", days: 1 })),
  "tokens/list-tokens": async (who) => did(await listTokens(who, own(who))),
  "tokens/revoke-token": async (who) => did(await revokeToken(who, own(who), { name: "ci" })),
};
