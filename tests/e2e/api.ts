import { createHash, randomBytes } from "node:crypto";
import { test as base, expect } from "@/tests/e2e/browsers";
import { expectDescribed, openApiAt } from "@/tests/support/described-answers";
import type { DescribedCall, OpenApi } from "@/tests/support/openapi";
import type { Person } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

type CallOptions = {
  token?: string | undefined;
  /** A value is sent as JSON, a string as it is. */
  body?: unknown;
  headers?: Record<string, string>;
};

export type ApiAnswer = {
  status: number;
  headers: Headers;
  /** The body, read as JSON where it is that. */
  body: Record<string, never> & { [member: string]: unknown };
  text: string;
};

/** The document of the installation. */
export async function openApiOf({ url }: Portal): Promise<OpenApi> {
  return openApiAt(url);
}

/** A call as the document has it. */
export type Call = { template: string; method: string; described: DescribedCall };

export async function callsOf(portal: Portal): Promise<Call[]> {
  const { paths } = await openApiOf(portal);
  return Object.entries(paths).flatMap(([template, calls]) =>
    Object.entries(calls).map(([method, described]) => ({ template, method: method.toUpperCase(), described })),
  );
}

/** A program that calls the HTTP interface. */
export type Api = {
  /** A token of the person that takes no seat. */
  tokenOf(person: Person, scope?: "read" | "write"): Promise<string>;
  /** Calls `/api` + path. Every JSON answer is held against the OpenAPI document. */
  call(method: string, path: string, options?: CallOptions): Promise<ApiAnswer>;
};

function bodyOf(body: unknown): string | null {
  if (body === undefined) return null;
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** The tests' portal with a program that calls it. */
export const test = base.extend<{ api: Api }>({
  api: async ({ portal }, use) => {
    await use({
      tokenOf: async ({ id }, scope = "write") => {
        const token = randomBytes(32).toString("base64url");
        const hash = createHash("sha256").update(token).digest();
        await portal.sql`
          insert into access_tokens (user_id, name, scope, token_hash, ends_at)
          values (${id}, ${token.slice(0, 8)}, ${scope}, ${hash}, now() + interval '1 day')`;
        return token;
      },
      call: async (method, path, { token, body, headers = {} } = {}) => {
        const sent = { ...(token !== undefined && { "x-webitel-access": token }), ...headers };
        const answer = await fetch(`${portal.url}/api${path}`, { method, headers: sent, body: bodyOf(body) });
        const text = await answer.text();
        const isJson = answer.headers.get("content-type")?.startsWith("application/json") && text !== "";
        const read = isJson ? JSON.parse(text) : {};
        const { status, headers: told } = answer;
        if (isJson) await expectDescribed(portal.url, { method, path, status, body: read, headers: told });
        return { status, headers: told, body: read, text };
      },
    });
  },
});

export { expect };
