import { together } from "@/db/client";
import type { UserActor } from "@/lib/access/actor";
import { listTokens, type TokenRecord } from "@/lib/use-cases/tokens/list-tokens";
import { describeMe, type Me } from "./describe-me";

/**
 * What `describeMe` says and the actor's own access tokens, read as one statement. Whoever is signed in may ask.
 * @throws AppError `access_denied` for anybody but a person in a session.
 */
export async function openMe(actor: UserActor): Promise<Me & { tokens: TokenRecord[] }> {
  const [me, tokens] = await together(() =>
    Promise.all([describeMe(actor), listTokens(actor, `${actor.username}@${actor.domain.name}`)]),
  );
  return { ...me, tokens };
}
