import { createHash, randomBytes } from "node:crypto";
import { test as base } from "@/tests/e2e/browsers";
import type { Person } from "@/tests/support/people";

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

/** A program that calls the HTTP interface. */
export type Api = {
  /** A token of the person that takes no seat. */
  tokenOf(person: Person, scope?: "read" | "write"): Promise<string>;
  /** Calls `/api` + path. */
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
        return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : {}, text };
      },
    });
  },
});

export { expect } from "@/tests/e2e/browsers";
