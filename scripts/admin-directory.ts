import { readFile } from "node:fs/promises";
import { createTranslator } from "next-intl";
import type { LocalActor } from "@/lib/access/actor";
import { decodeText } from "@/lib/csv";
import { AppError } from "@/lib/errors";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { editUser } from "@/lib/use-cases/directory/edit-user";
import { enableUser } from "@/lib/use-cases/directory/enable-user";
import { type ImportReport, importUsers, previewUsers } from "@/lib/use-cases/directory/import-users";
import { setUserRoles } from "@/lib/use-cases/directory/set-user-roles";
import directory from "@/messages/en/directory.json";
import type { Command } from "@/scripts/admin-arguments";
import { typedPath } from "@/scripts/typed-path";

type DirectoryCommand = Extract<
  Command,
  { kind: `user ${"edit" | "roles" | "disable" | "enable" | "delete" | "import"}` }
>;

async function readList(file: string): Promise<string> {
  const bytes = await readFile(typedPath(file)).catch(() => {
    throw new AppError("bad_request", { field: "file" });
  });
  const text = decodeText(bytes);
  if (text === null) throw new AppError("bad_request", { field: "encoding" });
  return text;
}

const t = createTranslator({ locale: "en", messages: { directory }, namespace: "directory" });

/** What the lines of a list would do, one by one; those that do nothing are not worth a word. */
function tellPreview({ lines }: ImportReport): string[] {
  return lines.flatMap(({ line, address, outcome, changes }) => {
    if (outcome === "refused" || outcome === "unchanged") return [];
    const details = changes.map((change) => t(`importChange.${change}`)).join(", ");
    return `line ${line}: ${address}: ${outcome === "new" ? t("importNew") : `${t("importChanged")} (${details})`}`;
  });
}

/** What became of the list, or would: the refused lines one by one, then the sum. */
function tellReport({ counts, lines }: ImportReport, dryRun: boolean): string {
  const refused = lines.flatMap(({ line, address, reason, detail }) =>
    reason === null ? [] : `line ${line}: ${address}: ${t(`importReason.${reason}`, { detail: detail ?? "" })}`,
  );
  const said = dryRun
    ? { added: "Would add", changed: "would change", refused: "would refuse" }
    : { added: "Added", changed: "changed", refused: "refused" };
  const sum = [
    `${said.added}: ${counts.new}`,
    `${said.changed}: ${counts.changed}`,
    `unchanged: ${counts.unchanged}`,
    `${said.refused}: ${counts.refused}.`,
  ].join(", ");
  return [...refused, sum].join("\n");
}

/** Does what a command about users says and answers the lines that tell it. Exit code 1 when a line was refused. */
export async function performInDirectory(actor: LocalActor, command: DirectoryCommand): Promise<string> {
  switch (command.kind) {
    case "user edit": {
      const changed = await editUser(actor, command.address, command.name);
      return changed ? `Renamed the user ${command.address}.` : `The user ${command.address} has that name already.`;
    }
    case "user roles": {
      const changed = await setUserRoles(actor, command.address, command.roles);
      return changed ? `Set the roles of ${command.address}.` : `The roles of ${command.address} are so already.`;
    }
    case "user disable": {
      const ended = await disableUser(actor, command.address);
      if (ended === null) return `The user ${command.address} is disabled already.`;
      return `Disabled the user ${command.address}; sessions ended: ${ended.sessions}, licenses revoked: ${ended.grants}.`;
    }
    case "user enable": {
      const changed = await enableUser(actor, command.address);
      return changed ? `Enabled the user ${command.address}.` : `The user ${command.address} is enabled already.`;
    }
    case "user delete": {
      const ended = await deleteUser(actor, command.address);
      return `Deleted the user ${command.address}; sessions ended: ${ended.sessions}, licenses revoked: ${ended.grants}.`;
    }
    case "user import": {
      const { file, dryRun } = command;
      const report = await (dryRun ? previewUsers : importUsers)(actor, await readList(file));
      if (report.counts.refused > 0) process.exitCode = 1;
      if (!dryRun) return tellReport(report, dryRun);
      return [...tellPreview(report), tellReport(report, dryRun), "Nothing was changed."].join("\n");
    }
  }
}
