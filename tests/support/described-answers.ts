import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { faultsOf, type OpenApi } from "@/tests/support/openapi";

let known: OpenApi | undefined;

/** The OpenAPI document of the installation at this address, fetched once. */
export async function openApiAt(url: string): Promise<OpenApi> {
  known ??= (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApi;
  return known;
}

type Asked = { method: string; path: string; status: number; body: unknown; headers: Headers };

/** Holds a JSON answer of the HTTP interface against the document; `path` is below `/api`. */
export async function expectDescribed(url: string, asked: Asked): Promise<void> {
  if (asked.path.startsWith("/openapi.json") || asked.path.startsWith("/auth/")) return;
  const faults = faultsOf(await openApiAt(url), asked);
  expect(faults, `${asked.method} ${asked.path} ${asked.status}`).toEqual([]);
}

async function expectAnswerDescribed(url: string, method: string, answer: APIResponse): Promise<void> {
  const { pathname } = new URL(answer.url());
  const isJson = answer.headers()["content-type"]?.startsWith("application/json") ?? false;
  if (!pathname.startsWith("/api/") || !isJson || method === "HEAD") return;
  const headers = new Headers(answer.headers());
  const asked = { method, path: pathname.slice(4), status: answer.status(), headers };
  await expectDescribed(url, { ...asked, body: await answer.json() });
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** The same requests, with every JSON answer of the HTTP interface held against the OpenAPI document. */
export function withDescribedAnswers(request: APIRequestContext, url: string): APIRequestContext {
  const send = async (method: string, ...[address, options]: Parameters<APIRequestContext["fetch"]>) => {
    const answer = await request.fetch(address, { ...options, method });
    await expectAnswerDescribed(url, method.toUpperCase(), answer);
    return answer;
  };
  const own = Object.fromEntries(
    METHODS.map((method) => [method, (address: string, options = {}) => send(method, address, options)]),
  );
  const fetchIt: APIRequestContext["fetch"] = (address, options) => send(options?.method ?? "GET", address, options);
  return Object.assign(Object.create(request) as APIRequestContext, own, { fetch: fetchIt });
}
