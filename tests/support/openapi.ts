import { z } from "zod";

type Json = Record<string, unknown>;

export type DescribedResponse = {
  description: string;
  headers?: Record<string, { description: string }>;
  content?: Record<string, { schema: Json }>;
};

export type DescribedCall = {
  operationId: string;
  parameters: { name: string; in: string; description?: string; example?: string; schema: Json }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Json; example?: unknown }> };
  responses: Record<string, DescribedResponse>;
  security: unknown[];
};

export type OpenApi = {
  openapi: string;
  paths: Record<string, Record<string, DescribedCall>>;
  components: { schemas: Record<string, Json>; responses: Record<string, DescribedResponse> };
};

/** The path of the document that an address is of, without its query. */
function templateOf(document: OpenApi, path: string): string | undefined {
  const [asked = ""] = path.split("?");
  const matches = Object.keys(document.paths).filter((template) =>
    new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(asked),
  );
  // A path that is written out comes before one with a place holder.
  return matches.toSorted((one, other) => one.split("{").length - other.split("{").length)[0];
}

/** Strict: what the document does not describe may not be there. */
function closed(key: string, value: unknown): unknown {
  const isObject =
    typeof value === "object" && value !== null && "properties" in value && !("additionalProperties" in value);
  return isObject ? { ...value, additionalProperties: false } : value;
}

/** What a value has against a schema of the document; empty when nothing. */
export function faultsBy({ components }: OpenApi, schema: Json, value: unknown): string[] {
  const text = JSON.stringify({ ...schema, $defs: components.schemas }, closed);
  const parsed = z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/"))).safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

/** Headers that are part of what an answer says. A file's name comes with some answers of a status alone. */
const TELLING = ["allow", "etag", "retry-after", "www-authenticate"];

/** Of those headers each is sent where it is described, and nowhere else. */
function headerFaults({ headers = {} }: DescribedResponse, sent: Headers): string[] {
  const described = Object.keys(headers).map((name) => name.toLowerCase());
  return TELLING.filter((name) => described.includes(name) !== sent.has(name)).map((name) => `the header ${name}`);
}

type Answered = { method: string; path: string; status: number; body: unknown; headers?: Headers };

/** What is wrong with an answer of a call by the OpenAPI document; empty when nothing is. */
export function faultsOf(document: OpenApi, { method, path, status, body, headers }: Answered): string[] {
  const template = templateOf(document, path);
  const call = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (!call && status < 400) return [`${method} ${path} is not described`];
  const { MethodNotAllowed } = document.components.responses;
  const response = call ? call.responses[String(status)] : status === 405 ? MethodNotAllowed : undefined;
  if (call && !response) return [`${method} ${path} does not describe ${status}`];
  const schema = response?.content?.["application/json"]?.schema ?? { $ref: "#/components/schemas/Error" };
  const faults = faultsBy(document, schema, body);
  return response && headers ? [...faults, ...headerFaults(response, headers)] : faults;
}
