import { formatDateTime } from "@/lib/dates";
import { env } from "@/lib/env";
import type { LocalActor } from "@/lib/access/actor";
import type { Command } from "@/scripts/admin-arguments";
import { restoreBackup } from "@/scripts/backup/restore-backup";
import { takeBackup } from "@/scripts/backup/take-backup";
import { typedPath } from "@/scripts/typed-path";

type BackupCommand = Extract<Command, { kind: "backup" | "restore" }>;

const count = new Intl.NumberFormat("en");

/** Named after the second in UTC, so that a folder of them is in order. */
function defaultName(): string {
  return `seatwise-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z.backup`;
}

/** Takes a backup or restores one and answers the lines that tell what is in it, and what is not. */
export async function performWithBackup(actor: LocalActor, command: BackupCommand): Promise<string> {
  const path = typedPath(command.file ?? defaultName());
  if (command.kind === "backup") {
    const { rows, tables, bytes, sha256 } = await takeBackup(env().DATABASE_URL, path);
    return [
      `Wrote ${path}: ${count.format(rows)} rows of ${tables} tables, ${count.format(bytes)} bytes.`,
      `SHA-256: ${sha256}`,
      "Not in it: sessions, AUTH_SECRET, and the file of LICENSE_ISSUERS. Back up the last two as well: the embedded installation has them in DATA_DIR.",
    ].join("\n");
  }
  const { force, dryRun } = command;
  const restored = await restoreBackup(env().DATABASE_URL, path, { force, dryRun, actorName: actor.name });
  const zone = env().TIME_ZONE;
  const what = `${count.format(restored.rows)} rows, as they were on ${formatDateTime(restored.takenAt, zone)} (${zone})`;
  const newer = restored.migrations === 0 ? "" : ` Migrations applied since: ${restored.migrations}.`;
  if (dryRun) return `${path} can be restored here: ${what}.${newer} Nothing was changed.`;
  return [
    `Restored ${what}.${newer}`,
    "Everybody signs in anew. What was revoked, disabled or changed after that time is as it was before: do it again.",
  ].join("\n");
}
