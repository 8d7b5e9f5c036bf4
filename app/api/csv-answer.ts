import type { CsvAnswer } from "@/app/api/operation";
import { csvResponse } from "@/app/csv-door";
import { csvLine } from "@/lib/csv-line";

/** Whether the caller asks for CSV by name: a caller who takes anything gets JSON. */
export function wantsCsv(request: Request): boolean {
  const accepted = (request.headers.get("accept") ?? "").split(",").map((type) => type.trim().toLowerCase());
  const asked = accepted.find((type) => /^(text\/csv|application\/json)\b/.test(type) && !/;\s*q=0(\.0*)?$/.test(type));
  return asked?.startsWith("text/csv") ?? false;
}

/** Sends the rows as they are read, in constant memory. */
export function answerCsv({ fileName, columns, rows }: CsvAnswer): Response {
  async function* lines() {
    yield csvLine(columns);
    for await (const batch of rows) yield batch.map(csvLine).join("");
  }
  return csvResponse(fileName, lines());
}
