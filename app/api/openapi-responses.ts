import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { type Json, schemaOf } from "@/app/api/openapi-schema";
import type { Operation } from "@/app/api/operation";
import { type ReasonCode, REASON_STATUS } from "@/lib/errors";

const ERROR = z
  .object({
    id: z.string().meta({
      description:
        "The reason, from a closed list. Outside of it stand `unavailable` (503: the server is busy, or its database does not answer; " +
        "nobody did anything wrong) and `unknown` (500: logged under the reference in `detail`).",
    }),
    code: z.number().int().meta({ description: "The HTTP status." }),
    status: z.string().meta({ description: "Its text." }),
    detail: z.string().meta({ description: "A whole sentence for people." }),
  })
  .meta({ id: "Error" });

const RETRY_AFTER = {
  "Retry-After": { description: "Seconds to wait before asking again.", schema: { type: "integer" } },
};

const textHeaders = (headers: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: "string" } }]),
  );

/** What RFC 9110 wants beside a status. */
const HEADERS: Readonly<Record<number, Json>> = {
  401: textHeaders({ "WWW-Authenticate": "`Bearer`: how to identify oneself." }),
  405: textHeaders({ Allow: "The methods that the address takes." }),
  429: RETRY_AFTER,
  503: RETRY_AFTER,
};

function errorResponse(status: number, ids: readonly string[], named: Json, body: z.ZodType = ERROR): Json {
  const headers = HEADERS[status];
  const description = [STATUS_CODES[status] ?? "", ids.join(", ")].filter(Boolean).join(": ");
  const content = { "application/json": { schema: schemaOf(body, "output", named) } };
  return { description, ...(headers && { headers }), content };
}

/** How an address answers a method that it does not take, which no call of the document can say. */
export function methodNotAllowed(named: Json): Json {
  return errorResponse(405, ["bad_request"], named);
}

/** The reasons that a call may be refused for: its own, and those that every call may answer. */
function reasonsOf({ access, isEverOpen, method, body, refusals = [] }: Operation): ReasonCode[] {
  const everywhere: [ReasonCode, boolean][] = [
    ["bad_request", true],
    ["unauthenticated", access === "token"],
    ["license_expired", access === "token" && !isEverOpen],
    ["too_large", body !== undefined],
    // What the page of another site sends.
    ["access_denied", method !== "GET"],
  ];
  const answered = everywhere.filter(([, isAnswered]) => isAnswered).map(([code]) => code);
  return [...new Set([...answered, ...refusals])];
}

/** What a call is refused with by status, under the ids that its callers know. */
function refusedOf(operation: Operation, named: Json): [status: number, response: Json][] {
  const { refusalIds = {}, unavailable } = operation;
  const byStatus = new Map<number, string[]>([[500, ["unknown"]]]);
  if (unavailable === undefined) byStatus.set(503, ["unavailable"]);
  for (const code of reasonsOf(operation)) {
    const status = REASON_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), refusalIds[code] ?? code]);
  }
  const errors = [...byStatus].map(([status, ids]): [number, Json] => [status, errorResponse(status, ids, named)]);
  return unavailable ? [...errors, [503, errorResponse(503, [], named, unavailable)]] : errors;
}

/** All answers of a call by status, with their headers. */
export function responsesOf(operation: Operation, named: Json): Json {
  const { answer, csv, sends = {} } = operation;
  const lines = csv && { schema: { type: "string", description: `Columns: ${csv.columns.join(", ")}.` } };
  const headers = textHeaders({
    ...sends,
    ...(csv && { "Content-Disposition": `With text/csv: \`attachment; filename="${csv.fileName}"\`.` }),
  });
  const done = {
    description: csv ? "Done. As text/csv with all rows." : "Done.",
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      "application/json": { schema: schemaOf(answer, "output", named) },
      ...(lines && { "text/csv": lines }),
    },
  };
  const refused = refusedOf(operation, named).toSorted(([one], [other]) => one - other);
  return Object.fromEntries([[200, done], ...refused]);
}
