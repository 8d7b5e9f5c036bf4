import type { NextRequest } from "next/server";
import { getTranslations } from "@/lib/translations";
import { actText } from "@/app/audit/audit-words";
import { auditParams, filterOf } from "@/app/audit/page-params";
import { cookieActorCsv } from "@/app/csv-door";
import { csvLine } from "@/lib/csv-line";
import { formatDate, formatDateTime } from "@/lib/dates";
import { env } from "@/lib/env";
import { rawParams } from "@/lib/search-params";
import { exportAudit } from "@/lib/use-cases/audit/export-audit";
import type { AuditRecord } from "@/lib/use-cases/audit/list-audit";

const COLUMNS = [
  "id",
  "time",
  "time_utc",
  "actor_kind",
  "actor",
  "act",
  "what",
  "user_id",
  "user",
  "address",
  "license_id",
  "product",
  "act_id",
  "before",
  "after",
];

const kept = (value: AuditRecord["before"]) => (value === null ? "" : JSON.stringify(value));

/** One entry as the cells of a line: local time as on the page, and the exact one in UTC. */
function cellsOf(entry: AuditRecord, what: string, somebodyElse: string): string[] {
  const { id, at, exactAt, actorKind, actorName, act, userId, userName, userAddress } = entry;
  const who = [id, formatDateTime(at, env().TIME_ZONE), exactAt, actorKind, actorName ?? somebodyElse, act, what];
  const whom = [userId ?? "", userName ?? "", userAddress ?? "", entry.licenseId ?? "", entry.product ?? ""];
  return [...who, ...whom, entry.actId, kept(entry.before), kept(entry.after)];
}

/** All entries that the page lists under the same filter, as a CSV file for spreadsheets. */
export async function GET(request: NextRequest): Promise<Response> {
  const url = auditParams.read(rawParams(request.nextUrl.searchParams));
  const t = await getTranslations("audit");
  const [day, month, year] = formatDate(new Date(), env().TIME_ZONE).split(".");
  return cookieActorCsv(`audit-${year}-${month}-${day}.csv`, async (actor) => {
    const batches = await exportAudit(actor, filterOf(url));
    return (async function* lines() {
      yield csvLine(COLUMNS);
      for await (const batch of batches) {
        yield batch.map((entry) => csvLine(cellsOf(entry, actText(entry.act, t), t("somebodyElse")))).join("");
      }
    })();
  });
}
