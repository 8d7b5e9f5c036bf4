import { STATUS_CODES } from "node:http";
import { z } from "zod";
import type { Operation } from "@/app/api/operation";
import { OPERATIONS } from "@/app/api/operations";
import { type ReasonCode, REASON_STATUS } from "@/lib/errors";
import manifest from "@/package.json" with { type: "json" };

type Json = Record<string, unknown>;

const ERROR = z
  .object({
    id: z.string().meta({ description: "The reason, from a closed list." }),
    code: z.number().int().meta({ description: "The HTTP status." }),
    status: z.string().meta({ description: "Its text." }),
    detail: z.string().meta({ description: "A whole sentence for people." }),
  })
  .meta({ id: "Error" });

/** Answers may gain members: nothing forbids more than is described. The bounds of every whole number say nothing. */
function withoutNoise(key: string, value: unknown): unknown {
  const isNoise =
    key === "additionalProperties" ? value === false : Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
  return isNoise ? undefined : value;
}

/** The JSON Schema of a zod schema; schemas with a name of their own go to `named`. */
function schemaOf(schema: z.ZodType, io: "input" | "output", named: Json): Json {
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  Object.assign(named, $defs);
  return rest;
}

function parametersOf({ path, headers = {}, query }: Operation, named: Json): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, member]) => {
    const { description, ...schema } = schemaOf(member, "output", named);
    return { name, in: "query", required: false, description, schema };
  });
  const inHeader = Object.entries(headers).map(([name, description]) => {
    return { name, in: "header", required: false, description, schema: { type: "string" } };
  });
  return [...inPath, ...inHeader, ...inQuery];
}

/** The refusals of a call by status: its own, and those that every call may answer. */
function refusalsOf({ access, body, refusals = [] }: Operation): Map<number, ReasonCode[]> {
  const everywhere: ReasonCode[] = [
    "bad_request",
    ...(access === "token" ? (["unauthenticated", "license_expired"] as const) : []),
    ...(body ? (["too_large"] as const) : []),
  ];
  const byStatus = new Map<number, ReasonCode[]>();
  for (const code of new Set([...everywhere, ...refusals])) {
    byStatus.set(REASON_STATUS[code], [...(byStatus.get(REASON_STATUS[code]) ?? []), code]);
  }
  return byStatus;
}

function responsesOf(operation: Operation, named: Json): Json {
  const answer = { "application/json": { schema: schemaOf(operation.answer, "output", named) } };
  const csv = operation.csv ? { "text/csv": { schema: { type: "string" } } } : {};
  const error = { "application/json": { schema: schemaOf(ERROR, "output", named) } };
  const refused = [...refusalsOf(operation)].toSorted(([one], [other]) => one - other);
  return Object.fromEntries([
    ["200", { description: "Done.", content: { ...answer, ...csv } }],
    ...refused.map(([status, codes]) => [
      String(status),
      { description: `${STATUS_CODES[status] ?? ""}: ${codes.join(", ")}`, content: error },
    ]),
  ]);
}

function describe(operation: Operation, named: Json): Json {
  const { id, summary, description, group, access, body } = operation;
  const content = body && { "application/json": { schema: schemaOf(body, "input", named) } };
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [group],
    parameters: parametersOf(operation, named),
    ...(content && { requestBody: { required: false, content } }),
    responses: responsesOf(operation, named),
    security: access === "token" ? [{ access: [] }, { bearer: [] }] : [],
  };
}

const SECURITY = {
  access: { type: "apiKey", in: "header", name: "X-Webitel-Access" },
  bearer: { type: "http", scheme: "bearer" },
};

let made: Json | undefined;

/** The document, made once for the process. */
export function openApiDocument(): Json {
  made ??= makeDocument();
  return made;
}

/** The OpenAPI 3.1 document of the HTTP interface, made from the declarations that also check the requests. */
function makeDocument(): Json {
  const named: Json = {};
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation, named) };
  }
  const document = {
    openapi: "3.1.0",
    info: { title: "Seatwise", version: manifest.version },
    servers: [{ url: "/api" }],
    paths,
    components: { schemas: named, securitySchemes: SECURITY },
  };
  const text = JSON.stringify(document, withoutNoise).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as Json;
}
