import { csvResponse } from "@/app/csv-door";
import { type CsvCell, csvLine } from "@/lib/csv-line";

/** How much a type is wanted, 0 to 1 (RFC 9110, section 12.5.1); only what stands there by its name counts. */
function weightOf(accepted: readonly string[], type: string): number {
  const entry = accepted.find((each) => each.split(";")[0]?.trim() === type);
  return entry === undefined ? 0 : Number(/;\s*q=([\d.]+)/.exec(entry)?.[1] ?? 1);
}

/** Whether the caller wants CSV by name, and more than JSON or named before it: a caller who takes anything gets JSON. */
export function wantsCsv(request: Request): boolean {
  const accepted = (request.headers.get("accept") ?? "").toLowerCase().split(",");
  const [csv, json] = [weightOf(accepted, "text/csv"), weightOf(accepted, "application/json")];
  const place = (type: string) => accepted.findIndex((each) => each.trim().startsWith(type));
  return csv > json || (csv > 0 && csv === json && place("text/csv") < place("application/json"));
}

type Columns = { fileName: string; columns: readonly string[] };

/** Sends the rows as they are read, in constant memory. */
export function answerCsv({ fileName, columns }: Columns, rows: AsyncGenerator<CsvCell[][]>): Response {
  async function* lines() {
    yield csvLine(columns);
    for await (const batch of rows) yield batch.map(csvLine).join("");
  }
  return csvResponse(fileName, lines());
}
