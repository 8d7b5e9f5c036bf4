import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run --silent admin -- COMMAND

  domain add DOMAIN
      adds a domain, such as acme.example
  domain rename DOMAIN --name DOMAIN
      corrects the name of a domain in which no user and no channel lives yet
  domain disable DOMAIN
  domain enable DOMAIN
      disabling signs everybody of the domain out, keeps them out, revokes their named licenses and disables its channels
  domain delete DOMAIN
      deletes a domain in which no user and no channel lives any more
  user add USER@DOMAIN --name NAME [--role ROLE …]
      adds a user, whose password is read from standard input
  user edit USER@DOMAIN --name NAME
      gives the user another name
  user password USER@DOMAIN
      reads a new password from standard input; ends all sessions of the user, not their access tokens
  user roles USER@DOMAIN [--role ROLE …]
      gives the user exactly these roles; without --role none
  user disable USER@DOMAIN
  user enable USER@DOMAIN
  user delete USER@DOMAIN
      disabling and deleting sign the user out everywhere and revoke their named licenses
  user import FILE.csv [--dry-run]
      adds and changes the users of a list; its first line: domain,username,name,roles,disabled
      --dry-run says what each line would do and changes nothing
  token add USER@DOMAIN --name NAME --scope read|write --days N
      adds an access token for scripts and prints it, this once; it ends after N days (1 to 366) and takes no seat
  token list USER@DOMAIN
  token revoke USER@DOMAIN --name NAME
      from the next call on the token is not accepted
  role set ROLE --permission PERMISSION … --section SECTION …
      adds a role, or gives it exactly these rights
      permissions: read, add, write, delete, all_domains; "*" stands for all
      sections: admin, admin/license, admin/channels, admin/users, admin/audit (these bring admin along); "*" stands for all
  role list
      each role with its permissions, its sections, and how many users have it
  role delete ROLE
      deletes a role that nobody has any more
  audit verify [--head POSITION:HASH]
      recomputes the hash chain over the audit list; exit code 1 when a row was altered, removed, reordered or inserted
      --head is what an earlier run printed: finds also a list that was cut off or written anew
  backup [FILE]
      writes all that the database holds at this moment, sessions and seats left out, to a new file that only you may read;
      without FILE to seatwise-TIME.backup in the folder in which the command is typed
  restore FILE [--force] [--dry-run]
      puts a backup into an empty database, completely or not at all; stop every node first
      --force replaces the installation that is there; --dry-run tries it and changes nothing

The password is the first line of standard input; at a terminal it is asked for and not shown.
`;

/** The words of a command line that is no command; its message says which. */
export class UsageError extends Error {}

export type Command =
  | { kind: "help" }
  | { kind: "user edit"; address: string; name: string }
  | { kind: "user add"; address: string; name: string; roles: string[] }
  | { kind: "domain add" | "domain delete" | "domain disable" | "domain enable"; domain: string }
  | { kind: "domain rename"; domain: string; name: string }
  | { kind: "user password"; address: string }
  | { kind: "user disable" | "user enable" | "user delete"; address: string }
  | { kind: "user roles"; address: string; roles: string[] }
  | { kind: "user import"; file: string; dryRun: boolean }
  | { kind: "token add"; address: string; name: string; scope: string; days: number }
  | { kind: "token list"; address: string }
  | { kind: "token revoke"; address: string; name: string }
  | { kind: "role set"; role: string; permissions: string[]; sections: string[] }
  | { kind: "role list" }
  | { kind: "role delete"; role: string }
  | { kind: "audit verify"; head: { position: number; hash: string } | null }
  | { kind: "backup"; file: string | undefined }
  | { kind: "restore"; file: string; force: boolean; dryRun: boolean };

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  name: { type: "string" },
  "dry-run": { type: "boolean" },
  force: { type: "boolean" },
  scope: { type: "string" },
  days: { type: "string" },
  role: { type: "string", multiple: true },
  permission: { type: "string", multiple: true },
  section: { type: "string", multiple: true },
  head: { type: "string" },
} as const;

type Option = Exclude<keyof typeof OPTIONS, "help">;

function read(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new UsageError(`${what} is missing.`);
  return value;
}

function refuseOthers(values: object, allowed: Option[]): void {
  const other = Object.keys(values).find((name) => !(allowed as string[]).includes(name));
  if (other !== undefined) throw new UsageError(`--${other} does not belong to this command.`);
}

function parseBackup(noun: "backup" | "restore", values: ReturnType<typeof read>["values"], words: string[]): Command {
  const [file, extra] = words;
  if (extra !== undefined) throw new UsageError(`There is one word too many: ${extra}.`);
  refuseOthers(values, noun === "restore" ? ["force", "dry-run"] : []);
  if (file === "-") throw new UsageError("A backup is a file of its own, not standard input or output: name it.");
  if (noun === "backup") return { kind: "backup", file };
  const { force = false, "dry-run": dryRun = false } = values;
  return { kind: "restore", file: needed(file, "The file"), force, dryRun };
}

/** A head of the audit chain as `audit verify` printed it. */
function readHead(text: string): { position: number; hash: string } {
  const [, position = "", hash = ""] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (hash === "") throw new UsageError("--head is a position and its hash, as an earlier run printed them: 12:4f0c…");
  return { position: Number(position), hash: hash.toLowerCase() };
}

/** Reads the words after `npm run admin --`. @throws UsageError */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = read(args);
  if (values.help) return { kind: "help" };
  const [noun, verb, subject, extra] = positionals;
  if (noun === "help") return { kind: "help" };
  if (noun === undefined) throw new UsageError("Name a command.");
  if (noun === "backup" || noun === "restore") return parseBackup(noun, values, positionals.slice(1));
  if (extra !== undefined) throw new UsageError(`There is one word too many: ${extra}.`);
  switch (`${noun} ${verb ?? ""}`) {
    case "domain add":
    case "domain delete":
    case "domain disable":
    case "domain enable":
      refuseOthers(values, []);
      return {
        kind: `domain ${verb as "add" | "delete" | "disable" | "enable"}`,
        domain: needed(subject, "The domain"),
      };
    case "domain rename":
      refuseOthers(values, ["name"]);
      return {
        kind: "domain rename",
        domain: needed(subject, "The domain"),
        name: needed(values.name, "--name"),
      };
    case "user add":
      refuseOthers(values, ["name", "role"]);
      return {
        kind: "user add",
        address: needed(subject, "The user"),
        name: needed(values.name, "--name"),
        roles: values.role ?? [],
      };
    case "user edit":
      refuseOthers(values, ["name"]);
      return { kind: "user edit", address: needed(subject, "The user"), name: needed(values.name, "--name") };
    case "user password":
      refuseOthers(values, []);
      return { kind: "user password", address: needed(subject, "The user") };
    case "user disable":
    case "user enable":
    case "user delete":
      refuseOthers(values, []);
      return { kind: `user ${verb as "disable" | "enable" | "delete"}`, address: needed(subject, "The user") };
    case "user roles":
      refuseOthers(values, ["role"]);
      return { kind: "user roles", address: needed(subject, "The user"), roles: values.role ?? [] };
    case "user import":
      refuseOthers(values, ["dry-run"]);
      return { kind: "user import", file: needed(subject, "The file"), dryRun: values["dry-run"] ?? false };
    case "token add":
      refuseOthers(values, ["name", "scope", "days"]);
      return {
        kind: "token add",
        address: needed(subject, "The user"),
        name: needed(values.name, "--name"),
        scope: needed(values.scope, "--scope"),
        days: Number(needed(values.days, "--days").trim() || Number.NaN),
      };
    case "token list":
      refuseOthers(values, []);
      return { kind: "token list", address: needed(subject, "The user") };
    case "token revoke":
      refuseOthers(values, ["name"]);
      return { kind: "token revoke", address: needed(subject, "The user"), name: needed(values.name, "--name") };
    case "role set":
      refuseOthers(values, ["permission", "section"]);
      return {
        kind: "role set",
        role: needed(subject, "The role"),
        permissions: needed(values.permission, "--permission"),
        sections: needed(values.section, "--section"),
      };
    case "role delete":
      refuseOthers(values, []);
      return { kind: "role delete", role: needed(subject, "The role") };
    case "role list":
      refuseOthers(values, []);
      if (subject !== undefined) throw new UsageError(`There is one word too many: ${subject}.`);
      return { kind: "role list" };
    case "audit verify":
      refuseOthers(values, ["head"]);
      if (subject !== undefined) throw new UsageError(`There is one word too many: ${subject}.`);
      return { kind: "audit verify", head: values.head === undefined ? null : readHead(values.head) };
    default:
      throw new UsageError(`There is no command ${positionals.join(" ")}.`);
  }
}
