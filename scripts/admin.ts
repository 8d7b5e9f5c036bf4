/**
 * `npm run admin -- …`: the operator's side (specification §9), with DATABASE_URL in the environment. Each command is one
 * use case, done by the account of this machine. Exit code 0 done, 1 refused, 2 wrong usage, 130 broken off.
 */
import { closePool } from "@/db/client";
import type { LocalActor } from "@/lib/access/actor";
import { verifyAudit } from "@/lib/use-cases/audit/verify-audit";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { setPassword } from "@/lib/use-cases/directory/set-password";
import { accountName } from "@/scripts/account-name.mjs";
import { type Command, parseCommand, USAGE, UsageError } from "@/scripts/admin-arguments";
import { tellVerdict } from "@/scripts/admin-audit";
import { performWithBackup } from "@/scripts/admin-backup";
import { complaintOf } from "@/scripts/admin-complaint";
import { performInDirectory } from "@/scripts/admin-directory";
import { performOnDomains } from "@/scripts/admin-domains";
import { Cancelled, readNewPassword } from "@/scripts/admin-password";
import { performOnRoles } from "@/scripts/admin-roles";
import { performOnTokens } from "@/scripts/admin-tokens";
import { endWithReader } from "@/scripts/closed-output.mjs";

/** Does what the command says and answers the line that tells it. */
async function perform(command: Command): Promise<string> {
  const actor: LocalActor = { kind: "command", id: null, name: accountName() };
  switch (command.kind) {
    case "help":
      return USAGE.trimEnd();
    case "domain add":
    case "domain rename":
    case "domain disable":
    case "domain enable":
    case "domain delete":
      return performOnDomains(actor, command);
    case "user edit":
    case "user roles":
    case "user disable":
    case "user enable":
    case "user delete":
    case "user import":
      return performInDirectory(actor, command);
    case "token add":
    case "token list":
    case "token revoke":
      return performOnTokens(actor, command);
    case "backup":
    case "restore":
      return performWithBackup(actor, command);
    case "user add": {
      const { address, name, roles } = command;
      await addUser(actor, { address, name, roles, password: await readNewPassword() });
      return `Added the user ${address}.`;
    }
    case "user password": {
      const ended = await setPassword(actor, command.address, await readNewPassword());
      return `Changed the password of ${command.address}; sessions ended: ${ended}.`;
    }
    case "role set":
    case "role list":
    case "role delete":
      return performOnRoles(actor, command);
    case "audit verify": {
      const verdict = await verifyAudit(actor, command.head);
      if (verdict.broken !== null) process.exitCode = 1;
      return tellVerdict(verdict);
    }
  }
}

function complain(sentence: string, code: number): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = code;
}

async function run(args: string[]): Promise<void> {
  let command: Command = { kind: "help" };
  try {
    command = parseCommand(args);
    process.stdout.write(`${await perform(command)}\n`);
  } catch (error) {
    if (error instanceof Cancelled) process.exitCode = 130;
    else if (error instanceof UsageError) complain(`${USAGE}\n${error.message}`, 2);
    else complain(complaintOf(error, command), 1);
  } finally {
    await closePool();
  }
}

endWithReader();
await run(process.argv.slice(2));
