import { STATUS_CODES } from "node:http";
import type { z } from "zod";
import { answerCsv, wantsCsv } from "@/app/api/csv-answer";
import { Answer, type CallInput, type Method, type Operation } from "@/app/api/operation";
import { readQuery } from "@/app/api/query";
import { readBody, tokenOf } from "@/app/api/request";
import { errorAnswer, GUARDS, jsonAnswer, toErrorAnswer } from "@/app/http-door";
import { actorOfToken } from "@/lib/access/session";
import { actFor, inScope } from "@/lib/access/walls";
import { AppError } from "@/lib/errors";

type Context = { params: Promise<Record<string, string>> };
type Handler = (request: Request, context: Context) => Promise<Response>;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** A value that the schema knows. @throws AppError `too_large` for a list with too many rows; `bad_request` naming the first member that is not as it should be. */
function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === "too_big" && issue.origin === "array")
    throw new AppError("too_large", { about: "rows", limit: Number(issue.maximum) });
  throw new AppError("bad_request", { field: issue?.path.join(".") || "body" });
}

/** No body is an empty object, unless the operation tells the two apart. */
async function readCheckedBody(operation: Operation, schema: z.ZodType, request: Request): Promise<unknown> {
  const body = await readBody(request, operation);
  return checked(schema, body === undefined && !schema.isOptional() ? {} : body);
}

async function readCall(operation: Operation, request: Request, context: Context): Promise<CallInput<never, never>> {
  const { query, body } = operation;
  const params = new URL(request.url).searchParams;
  const input = {
    params: await context.params,
    query: query && checked(query, readQuery(params, query)),
    body: body && (await readCheckedBody(operation, body, request)),
  };
  return { ...input, request } as CallInput<never, never>;
}

/** Who may call is asked before what was sent is read. */
async function perform(operation: Operation, request: Request, context: Context): Promise<Response> {
  const actor = operation.access === "token" ? await actorOfToken(tokenOf(request), operation) : null;
  if (actor) actFor(actor);
  const call = await readCall(operation, request, context);
  const { csv } = operation;
  if (actor && csv && wantsCsv(request)) return answerCsv(csv, await csv.rows(actor, call));
  const answer = await operation.perform(actor, call);
  if (answer instanceof Answer) return jsonAnswer(answer.body, answer.status, answer.headers);
  return jsonAnswer(answer, 200);
}

function handlerOf(operation: Operation): Handler {
  return async (request, context) => {
    try {
      return await inScope(() => perform(operation, request, context));
    } catch (error) {
      return toErrorAnswer(error, operation.refusalIds);
    }
  };
}

/**
 * The route handlers of one path of the HTTP interface: each operation under its method, HEAD as GET without a body,
 * OPTIONS, and 405 with `Allow` for every other method (RFC 9110, section 15.5.6).
 */
export function handlers(...operations: Operation[]): Record<(typeof METHODS)[number], Handler> {
  const byMethod = new Map<string, Handler>(operations.map((each) => [each.method, handlerOf(each)]));
  const get = byMethod.get("GET" satisfies Method);
  if (get) byMethod.set("HEAD", async (...call) => new Response(null, await get(...call)));
  const allow = [...METHODS.filter((method) => byMethod.has(method)), "OPTIONS"].join(", ");
  byMethod.set("OPTIONS", async () => new Response(null, { status: 204, headers: { ...GUARDS, allow } }));
  const notAllowed: Handler = async () =>
    errorAnswer("bad_request", 405, `${STATUS_CODES[405]}: this address takes ${allow}.`, { allow });
  return Object.fromEntries(METHODS.map((method) => [method, byMethod.get(method) ?? notAllowed])) as ReturnType<
    typeof handlers
  >;
}
