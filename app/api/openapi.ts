import { methodNotAllowed, responsesOf } from "@/app/api/openapi-responses";
import { type Json, schemaOf } from "@/app/api/openapi-schema";
import type { Operation } from "@/app/api/operation";
import { OPERATIONS } from "@/app/api/operations";
import { MAX_BODY_BYTES } from "@/app/api/request";
import manifest from "@/package.json" with { type: "json" };

/** Answers may gain members: nothing forbids more than is described. The bounds of every whole number say nothing. */
function withoutNoise(key: string, value: unknown): unknown {
  const isNoise =
    key === "additionalProperties" ? value === false : Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
  return isNoise ? undefined : value;
}

function parametersOf({ path, params = {}, headers = {}, query }: Operation, named: Json): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    ...params[name],
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

/** A call that is not done without a body says so: none is read as an empty object (app/api/handlers.ts). */
function requestBodyOf({ body, example, maxBodyBytes = MAX_BODY_BYTES }: Operation, named: Json): Json {
  if (!body) return {};
  const required = !body.isOptional() && !body.safeParse({}).success;
  const json = { schema: schemaOf(body, "input", named), ...(example !== undefined && { example }) };
  const description = `At most ${maxBodyBytes / 1024} KiB.`;
  return { requestBody: { required, description, content: { "application/json": json } } };
}

function describe(operation: Operation, named: Json): Json {
  const { id, summary, description, group, access } = operation;
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [group],
    parameters: parametersOf(operation, named),
    ...requestBodyOf(operation, named),
    responses: responsesOf(operation, named),
    security: access === "token" ? [{ access: [] }, { bearer: [] }] : [],
  };
}

const SECURITY = {
  access: { type: "apiKey", in: "header", name: "X-Webitel-Access" },
  bearer: { type: "http", scheme: "bearer" },
};

const ABOUT =
  "Unknown parameters, and unknown members of bodies, are ignored. A method that an address does not take is answered with " +
  "`MethodNotAllowed`. HEAD is GET without its body.";

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
    info: { title: "Seatwise", version: manifest.version, description: ABOUT },
    servers: [{ url: "/api" }],
    paths,
    components: { schemas: named, responses: { MethodNotAllowed: methodNotAllowed(named) }, securitySchemes: SECURITY },
  };
  const text = JSON.stringify(document, withoutNoise).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as Json;
}
