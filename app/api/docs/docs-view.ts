import { openApiDocument } from "@/app/api/openapi";
import type { CallDoc, MemberDoc } from "@/components/api-docs/call-doc";
import { curlOf, examplePath } from "./curl";

type Schema = {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
};

type Content = { content?: Record<string, { schema: Schema; example?: unknown }>; description?: string };

type Described = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters: { name: string; in: string; description?: string; example?: string; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
  security: unknown[];
};

type Document = { paths: Record<string, Record<string, Described>>; components: { schemas: Record<string, Schema> } };

/** Deeper than this nothing of ours goes. */
const MAX_DEPTH = 6;

function typeText(schema: Schema, resolve: (schema: Schema) => Schema): string {
  const { type, items, anyOf, enum: words } = resolve(schema);
  if (words) return words.map(String).join(" | ");
  if (anyOf) return [...new Set(anyOf.map((each) => typeText(each, resolve)))].join(" | ");
  return type === "array" ? `${typeText(items ?? {}, resolve)}[]` : (type ?? "any");
}

/** The members of a schema one below the other, those of objects and of items in lists behind the member that holds them. */
function membersOf(schema: Schema, resolve: (schema: Schema) => Schema, depth = 0): MemberDoc[] {
  const known = resolve(schema);
  if (depth > MAX_DEPTH) return [];
  const object = [known, known.items, ...(known.anyOf ?? [])].map((each) => each && resolve(each));
  const { properties = {}, required = [] } = object.find((each) => each?.properties) ?? {};
  return Object.entries(properties).flatMap(([name, member]) => [
    {
      name,
      depth,
      type: typeText(member, resolve),
      isOptional: !required.includes(name),
      description: member.description ?? "",
    },
    ...membersOf(member, resolve, depth + 1),
  ]);
}

function schemaOf(content: Content | undefined): Schema {
  return content?.content?.["application/json"]?.schema ?? {};
}

/** What the page about the HTTP interface shows: the OpenAPI document, read for people. */
export function docsView(): { group: string; calls: CallDoc[] }[] {
  const { paths, components } = openApiDocument() as unknown as Document;
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? (components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}) : schema;
  const toCall = (path: string, method: string, call: Described): CallDoc => ({
    id: call.operationId,
    method,
    path,
    summary: call.summary,
    description: call.description ?? "",
    isOpen: call.security.length === 0,
    csv: call.responses["200"]?.content?.["text/csv"]?.schema.description ?? "",
    curl: curlOf({
      method,
      path: examplePath(path, call.parameters),
      isOpen: call.security.length === 0,
      body: call.requestBody?.content?.["application/json"]?.example,
    }),
    parameters: call.parameters.map(({ name, description = "", schema }) => {
      return { name, depth: 0, type: typeText(schema, resolve), isOptional: true, description };
    }),
    body: membersOf(schemaOf(call.requestBody), resolve),
    answer: membersOf(schemaOf(call.responses["200"]), resolve),
    refusals: Object.entries(call.responses)
      .filter(([status]) => status !== "200")
      .map(([status, { description = "" }]) => ({ status, text: description })),
  });

  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({
      group: call.tags[0] ?? "",
      call: toCall(path, method.toUpperCase(), call),
    })),
  );
  return [...new Set(calls.map(({ group }) => group))].map((group) => {
    return { group, calls: calls.filter((each) => each.group === group).map(({ call }) => call) };
  });
}
