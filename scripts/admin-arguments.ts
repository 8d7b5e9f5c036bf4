import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run --silent admin -- COMMAND

  domain add DOMAIN
      adds a domain, such as acme.example
  user add USER@DOMAIN --name NAME [--role ROLE …]
      adds a user, whose password is read from standard input
  user password USER@DOMAIN
      reads a new password from standard input; the user is signed out everywhere
  role set ROLE --permission PERMISSION … --section SECTION …
      adds a role, or gives it exactly these rights
      permissions: read, add, write, delete, all_domains; sections: admin, admin/license; "*" stands for all

The password is the first line of standard input; at a terminal it is asked for and not shown.
`;

/** The words of a command line that is no command; its message says which. */
export class UsageError extends Error {}

export type Command =
  | { kind: "help" }
  | { kind: "domain add"; domain: string }
  | { kind: "user add"; address: string; name: string; roles: string[] }
  | { kind: "user password"; address: string }
  | { kind: "role set"; role: string; permissions: string[]; sections: string[] };

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  name: { type: "string" },
  role: { type: "string", multiple: true },
  permission: { type: "string", multiple: true },
  section: { type: "string", multiple: true },
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

/** Reads the words after `npm run admin --`. @throws UsageError */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = read(args);
  if (values.help) return { kind: "help" };
  const [noun, verb, subject, extra] = positionals;
  if (noun === undefined) throw new UsageError("Name a command.");
  if (extra !== undefined) throw new UsageError(`There is one word too many: ${extra}.`);
  switch (`${noun} ${verb ?? ""}`) {
    case "domain add":
      refuseOthers(values, []);
      return { kind: "domain add", domain: needed(subject, "The domain") };
    case "user add":
      refuseOthers(values, ["name", "role"]);
      return {
        kind: "user add",
        address: needed(subject, "The user"),
        name: needed(values.name, "--name"),
        roles: values.role ?? [],
      };
    case "user password":
      refuseOthers(values, []);
      return { kind: "user password", address: needed(subject, "The user") };
    case "role set":
      refuseOthers(values, ["permission", "section"]);
      return {
        kind: "role set",
        role: needed(subject, "The role"),
        permissions: needed(values.permission, "--permission"),
        sections: needed(values.section, "--section"),
      };
    default:
      throw new UsageError(`There is no command ${positionals.join(" ")}.`);
  }
}
