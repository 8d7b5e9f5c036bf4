import { formatDateTime } from "@/lib/dates";
import type { AuditVerdict, Tampering } from "@/lib/use-cases/audit/verify-audit";

const SENTENCES: Record<Tampering["what"], (row: Tampering) => string> = {
  altered: ({ entryId, position }) =>
    `Entry ${entryId} was altered: it does not match its seal at position ${position}.`,
  removed: ({ entryId, position }) => `Entry ${entryId} was removed: its seal stands at position ${position}.`,
  reordered: ({ entryId, otherId, position }) =>
    `Entry ${entryId} was reordered: at position ${position} belongs entry ${otherId}.`,
  inserted: ({ entryId }) => `Entry ${entryId} was inserted: it is older than the sealed ones and has no seal.`,
  cut_off: ({ position }) => `The list was cut off: it ends before position ${position}, whose hash was noted.`,
  rebuilt: ({ position }) => `The list was written anew: another hash was noted for position ${position}.`,
  seal_removed: ({ position }) => `The seal at position ${position} was removed.`,
  seal_inserted: ({ position, entryId }) => `The seal at position ${position}, of entry ${entryId}, was inserted.`,
};

/** What `audit verify` prints: the verdict first, then the last position that holds, to be noted elsewhere. Times in UTC. */
export function tellVerdict({ head, unsealed, broken }: AuditVerdict): string {
  const held = `position ${head.position}, hash ${head.hash === "" ? "none" : head.hash}`;
  if (broken === null) {
    return [
      `The audit list is whole: ${head.position} entries sealed, ${unsealed} not sealed yet.`,
      `Head: ${held}`,
      ...(head.position === 0
        ? []
        : [`Note it outside of this database: --head ${head.position}:${head.hash} proves it next time.`]),
    ].join("\n");
  }
  const { entry } = broken;
  const now = entry && `It says now: ${formatDateTime(entry.at, "UTC")} UTC, ${entry.act}, ${entry.actor}.`;
  return ["The audit list is BROKEN.", SENTENCES[broken.what](broken), now, `The chain holds up to ${held}`]
    .filter(Boolean)
    .join("\n");
}
