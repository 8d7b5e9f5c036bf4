import type { LocalActor } from "@/lib/access/actor";
import { formatDate, formatDateTime } from "@/lib/dates";
import { env } from "@/lib/env";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { listTokens, type TokenRecord } from "@/lib/use-cases/tokens/list-tokens";
import { revokeToken } from "@/lib/use-cases/tokens/revoke-token";
import type { Command } from "@/scripts/admin-arguments";

type TokenCommand = Extract<Command, { kind: `token ${string}` }>;

/** A token as one line, its parts divided by tabs. Times in the installation's time zone. */
function tellToken({ name, scope, createdAt, endsAt, lastUsedAt, isEnded }: TokenRecord): string {
  const zone = env().TIME_ZONE;
  const used = lastUsedAt === null ? "never used" : `last used ${formatDateTime(lastUsedAt, zone)}`;
  const end = `${isEnded ? "ended" : "ends"} ${formatDateTime(endsAt, zone)}`;
  return [name, scope, `created ${formatDate(createdAt, zone)}`, end, used].join("\t");
}

/**
 * Does what a command about access tokens says and answers what goes to standard output: of an added token the secret alone,
 * so that it can be piped; what is said about it goes to standard error.
 */
export async function performOnTokens(actor: LocalActor, command: TokenCommand): Promise<string> {
  const { address } = command;
  switch (command.kind) {
    case "token add": {
      const { name, scope, days } = command;
      const added = await addToken(actor, address, { name, scope, days });
      const end = formatDateTime(added.endsAt, env().TIME_ZONE);
      process.stderr.write(`Added the token ${added.name} of ${address}; it ends ${end}. It is not shown again.\n`);
      return added.secret;
    }
    case "token list": {
      const tokens = await listTokens(actor, address);
      return tokens.length === 0 ? `The user ${address} has no tokens.` : tokens.map(tellToken).join("\n");
    }
    case "token revoke":
      await revokeToken(actor, address, { name: command.name });
      return `Revoked the token ${command.name} of ${address}.`;
  }
}
