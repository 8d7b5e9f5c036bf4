import { importRows, type JudgedRow } from "@/db/queries/user-import";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { type LineFault, type ListLine, readUserList } from "./read-user-list";

const REFUSALS = ["unknown_domain", "bad_username", "unknown_role", "role_beyond", "user_beyond", "self"] as const;

/** Why a line is refused. */
export type ImportReason = LineFault | (typeof REFUSALS)[number];

/** What becomes of a line of the list; `detail` is the role that stands in the way. */
export type ImportLine = {
  line: number;
  address: string;
  name: string;
  outcome: "new" | "changed" | "unchanged" | "refused";
  changes: ("name" | "roles" | "disabled" | "enabled")[];
  reason: ImportReason | null;
  detail: string | null;
};

export type ImportReport = { counts: Record<ImportLine["outcome"], number>; lines: ImportLine[] };

function changesOf({ renamed, roles, disabled, enabled }: JudgedRow): ImportLine["changes"] {
  const happened = { name: renamed, roles, disabled, enabled };
  return (["name", "roles", "disabled", "enabled"] as const).filter((change) => happened[change]);
}

function toLine({ line, address, name, fault }: ListLine, judged: JudgedRow | undefined): ImportLine {
  const shown = { line, address, name, changes: [], detail: null };
  if (judged === undefined) return { ...shown, outcome: "refused", reason: fault };
  const { outcome, detail } = judged;
  const reason = REFUSALS.find((each) => each === outcome) ?? null;
  if (reason !== null) return { ...shown, outcome: "refused", reason, detail };
  if (outcome === "changed") return { ...shown, outcome, reason, changes: changesOf(judged) };
  return { ...shown, outcome: outcome === "new" ? "new" : "unchanged", reason };
}

async function runImport(actor: Actor, text: string, apply: boolean): Promise<ImportReport> {
  requireRight(actor, "admin/users", "add");
  requireRight(actor, "admin/users", "write");
  const list = readUserList(text);
  const rows = list.flatMap(({ row }) => row ?? []);
  const judged = new Map((await importRows(rows, apply, actedBy(actor))).map((row) => [row.line, row]));
  const lines = list.map((line) => toLine(line, judged.get(line.line)));
  const counts = { new: 0, changed: 0, unchanged: 0, refused: 0 };
  for (const { outcome } of lines) counts[outcome] += 1;
  return { counts, lines };
}

/**
 * What an import of this list would do, line by line; changes nothing.
 * @throws AppError `access_denied` without `add` and `write`; what `readUserList` refuses.
 */
export async function previewUsers(actor: Actor, text: string): Promise<ImportReport> {
  return runImport(actor, text, false);
}

/**
 * Adds and changes the users of a list in one act and says what became of each line. Lines that can be applied are,
 * the others are refused each with its reason. Empty `roles` and `disabled` leave an existing user as they are. Whoever
 * becomes disabled loses sessions and seats as by `disableUser`. The same list once more changes nothing.
 * @throws AppError `access_denied` without `add` and `write`; what `readUserList` refuses.
 */
export async function importUsers(actor: Actor, text: string): Promise<ImportReport> {
  return runImport(actor, text, true);
}
