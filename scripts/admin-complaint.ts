import { createTranslator } from "next-intl";
import { env } from "@/lib/env";
import { AppError, UnavailableError } from "@/lib/errors";
import reasons from "@/messages/en/reasons.json";
import type { Command } from "@/scripts/admin-arguments";
import { databaseSentence } from "@/scripts/database-words.mjs";
import { PlainError } from "@/scripts/plain-error.mjs";

const USER_FORM = "that the user is written user@domain";
const PASSWORD = "that the password has 8 to 1,000 characters";

/** What to check, for each command and the member that the use case names. */
const CHECKS: Record<Command["kind"], Record<string, string>> = {
  help: {},
  "domain add": {
    domain: "that the domain is dotted, in Latin letters and digits, such as acme.example, and was not added before",
  },
  "user add": {
    username: "that the user is written user@domain and was not added before",
    name: "that the name has 1 to 200 characters",
    password: PASSWORD,
    domain: "that the domain of the user was added before",
    role: "that every role exists",
  },
  "user edit": { username: USER_FORM, name: "that the name has 1 to 200 characters" },
  "domain rename": {
    domain: "that both names are dotted, that nothing lives in the domain yet, and that the new name is free",
  },
  "domain disable": { domain: "that the domain is dotted, such as acme.example" },
  "domain enable": { domain: "that the domain is dotted, such as acme.example" },
  "domain delete": {
    domain: "that the domain is dotted, such as acme.example, and that no user and no channel lives in it",
  },
  "user disable": { username: USER_FORM },
  "user enable": { username: USER_FORM },
  "user delete": { username: USER_FORM },
  "user roles": { username: USER_FORM, role: "that every role exists" },
  "user import": {
    file: "that the file can be read",
    encoding: "that the file is saved as CSV in UTF-8",
    header: "that the first line names the columns domain,username,name,roles,disabled",
    rows: "that there are users in the list",
  },
  "user password": { username: "that the user is written user@domain", password: PASSWORD },
  "token add": {
    username: USER_FORM,
    name: "that the name has 1 to 100 characters and that the user has no token of that name",
    scope: "that the scope is read or write",
    days: "that the days are a whole number from 1 to 366",
    user: "that the user is not disabled",
    tokens: "that the user has fewer than 50 tokens that have not ended",
  },
  "token list": { username: USER_FORM },
  "token revoke": { username: USER_FORM, name: "that the name has 1 to 100 characters" },
  "role set": {
    role: "that the role has a name of at most 100 characters, and not sysadmin, which always has every right",
    permission: 'that each permission is one of read, add, write, delete, all_domains and "*"',
    section: 'that each section is one of admin, admin/license, admin/channels, admin/users, admin/audit and "*"',
  },
  "role list": {},
  "role delete": { role: "that nobody has the role any more, and that it is not sysadmin" },
  "audit verify": {},
  backup: {},
  restore: {},
};

/** Codes of PostgreSQL for a table, a schema or a function that is not there. */
const NO_SCHEMA = /^(42P01|3F000|42883)$/;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** What is not there, by the words of the command. */
function missingIn(command: Command): string {
  if (command.kind === "token revoke") return `There is no user ${command.address} with a token ${command.name}.`;
  if ("address" in command) return `There is no user ${command.address}.`;
  if ("domain" in command) return `There is no domain ${command.domain}.`;
  return "role" in command ? `There is no role ${command.role}.` : "There is nothing of that name.";
}

/** The sentence for the operator: a reason of the closed list in English, or what else went wrong. */
export function complaintOf(error: unknown, command: Command): string {
  const t = createTranslator({ locale: "en", messages: { reasons }, namespace: "reasons" });
  if (error instanceof AppError) {
    if (error.code === "too_large")
      return "This list is too large. One import takes up to 10,000 users and 1.2 MB: divide it.";
    if (error.code === "not_found") return missingIn(command);
    const check = CHECKS[command.kind][String(error.params.field)];
    if (error.code === "bad_request" && check !== undefined) return `Nothing was done: check ${check}.`;
    return t(error.code as never, error.params as never);
  }
  const sentence = error instanceof PlainError ? null : databaseSentence(error, env().DATABASE_URL);
  if (sentence !== null) return sentence;
  if (error instanceof UnavailableError) return t("unavailable" as never);
  if (NO_SCHEMA.test(codeOf(error))) return "The database is not prepared for this version yet: run npm start once.";
  return error instanceof Error ? error.message : String(error);
}
