import { z } from "zod";

type Json = Record<string, unknown>;

export type DescribedCall = {
  operationId: string;
  parameters: { name: string; in: string; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { content?: Record<string, { schema: Json }> }>;
  security: unknown[];
};

export type OpenApi = {
  openapi: string;
  paths: Record<string, Record<string, DescribedCall>>;
  components: { schemas: Record<string, Json> };
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

/**
 * What is wrong with an answer of a call by the OpenAPI document; empty when nothing is. A status that the document does
 * not know is wrong, but for 405, 429 and 500 and above, which every call may answer as an error.
 */
export function faultsOf(
  document: OpenApi,
  { method, path, status, body }: { method: string; path: string; status: number; body: unknown },
): string[] {
  const template = templateOf(document, path);
  const call = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  const isError = status >= 400;
  if (!call && !isError) return [`${method} ${path} is not described`];
  const described = call?.responses[String(status)]?.content?.["application/json"]?.schema;
  const isEverywhere = !call || [405, 429].includes(status) || status >= 500;
  if (!described && !isEverywhere) return [`${method} ${path} does not describe ${status}`];
  const schema = described ?? { $ref: "#/components/schemas/Error" };
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas }, closed);
  const parsed = z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/"))).safeParse(body);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}
