import { readdirSync } from "node:fs";
import { callsOf, expect, openApiOf, test } from "@/tests/e2e/api";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";
import { type DescribedResponse, faultsBy, faultsOf } from "@/tests/support/openapi";

/** Routes that speak another protocol, or are the description itself. */
const NOT_DESCRIBED = ["/auth/{nextauth}", "/[{path}]", "/openapi.json"];

function routes(): string[] {
  return readdirSync("app/api", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => `/${file.replace(/\/?route\.ts$/, "").replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}")}`)
    .filter((path) => !NOT_DESCRIBED.includes(path));
}

type Schema = Record<string, unknown>;

const STATUS_HEADERS = [
  ["401", "WWW-Authenticate"],
  ["429", "Retry-After"],
  ["503", "Retry-After"],
] as const;

const namesOf = (response: DescribedResponse | undefined) => Object.keys(response?.headers ?? {});
const jsonOf = (response: DescribedResponse | undefined) => response?.content?.["application/json"]?.schema ?? {};
const membersOf = (schema: Schema = {}) => Object.keys(schema.properties ?? {});

test.describe("the OpenAPI document", () => {
  test("describes every route that there is, and no other", async ({ portal }) => {
    const { openapi, paths } = await openApiOf(portal);
    expect(openapi).toBe("3.1.0");
    expect(Object.keys(paths).toSorted()).toEqual(routes().toSorted());
  });

  test("has an id of its own for each call, and no reference that leads nowhere", async ({ portal }) => {
    const document = await openApiOf(portal);
    const ids = Object.values(document.paths).flatMap((calls) => Object.values(calls).map((call) => call.operationId));
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    const kept = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(kept).toContain(reference);
  });

  test("names every place holder of a path as a parameter", async ({ portal }) => {
    const { paths } = await openApiOf(portal);
    for (const [path, calls] of Object.entries(paths)) {
      const holders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const call of Object.values(calls)) {
        const inPath = call.parameters.filter((each) => each.in === "path").map(({ name }) => name);
        expect(inPath).toEqual(holders);
      }
    }
  });

  test("tells what every call but liveness answers while the database is away, and what readiness does", async ({
    portal,
  }) => {
    const document = await openApiOf(portal);
    for (const { described } of await callsOf(portal)) {
      const { operationId, responses } = described;
      expect("503" in responses, operationId).toBe(operationId !== "getHealth");
    }
    const [away, ready] = ["503", "200"].map((status) => document.paths["/health/ready"]?.get?.responses[status]);
    for (const [response, said, unsaid] of [
      [away, "unavailable", "ready"],
      [ready, "ready", "unavailable"],
    ] as const) {
      expect(faultsBy(document, jsonOf(response), { status: said })).toEqual([]);
      expect(faultsBy(document, jsonOf(response), { status: unsaid })).not.toEqual([]);
    }
    expect(JSON.stringify(document.components.schemas.Error)).toContain("`unavailable`");
  });

  test("declares the headers that go with a status, a version and a file", async ({ portal }) => {
    const { components } = await openApiOf(portal);
    expect(namesOf(components.responses.MethodNotAllowed)).toEqual(["Allow"]);
    const tagged: string[] = [];
    for (const { described } of await callsOf(portal)) {
      const { operationId, responses } = described;
      for (const [status, name] of STATUS_HEADERS) {
        if (responses[status]) expect(namesOf(responses[status]), `${operationId} ${status}`).toEqual([name]);
      }
      const done = namesOf(responses["200"]);
      expect(done.includes("Content-Disposition"), operationId).toBe("text/csv" in (responses["200"]?.content ?? {}));
      if (done.includes("ETag")) tagged.push(operationId);
    }
    expect(tagged).toEqual(["getUser", "setUserGrants", "putUser", "assignLicense", "revokeLicense"]);
  });

  test("says which bodies are required, and has an example for each that is; examples are as described", async ({
    portal,
  }) => {
    const document = await openApiOf(portal);
    const required: string[] = [];
    for (const { described } of await callsOf(portal)) {
      const { operationId, requestBody, parameters } = described;
      for (const { name, example } of parameters.filter((each) => each.in === "path"))
        expect(example, `${operationId} ${name}`).toMatch(/^[\w-]+$/);
      if (!requestBody) continue;
      const { schema = {}, example } = requestBody.content["application/json"] ?? {};
      if (requestBody.required) required.push(operationId);
      expect(example !== undefined || !requestBody.required, operationId).toBe(true);
      if (example !== undefined) expect(faultsBy(document, schema, example), operationId).toEqual([]);
    }
    expect(required).toEqual(["changeGrants", "login"]);
  });

  test("has the ids by which sign-in refuses, and no refusal that signing out does not know", async ({ portal }) => {
    const { paths } = await openApiOf(portal);
    const { login, logout } = { login: paths["/login"]?.post, logout: paths["/logout"]?.post };
    expect(login?.responses["409"]?.description).toContain("app.license.product.expired");
    expect(login?.responses["403"]?.description).toContain("app.context.auth.license.err");
    expect(JSON.stringify(login?.responses)).not.toMatch(/[ "]license_expired|[ "]no_license/);
    expect(Object.keys(logout?.responses ?? {})).toEqual(["200", "400", "401", "403", "413", "500", "503"]);
  });

  test("describes `cursor` in the answers of those calls alone that take one", async ({ portal }) => {
    for (const { described } of await callsOf(portal)) {
      const { operationId, responses, parameters, requestBody } = described;
      const asked = [
        ...parameters.map(({ name }) => name),
        ...membersOf(requestBody?.content["application/json"]?.schema),
      ];
      for (const member of ["cursor", "total_more"])
        expect(membersOf(jsonOf(responses["200"])).includes(member), operationId).toBe(asked.includes("cursor"));
    }
  });

  test("says of each member of a search what it says of the parameter", async ({ portal }) => {
    const { paths } = await openApiOf(portal);
    const about = ({ description, default: usual, minimum, maximum }: Schema) => [description, usual, minimum, maximum];
    const body = paths["/users/search"]?.post?.requestBody?.content["application/json"]?.schema;
    const members = Object.entries((body?.properties ?? {}) as Record<string, Schema>);
    const parameters = paths["/users"]?.get?.parameters ?? [];
    expect(Object.fromEntries(members.map(([name, schema]) => [name, about(schema)]))).toEqual(
      Object.fromEntries(parameters.map(({ name, description, schema }) => [name, about({ ...schema, description })])),
    );
  });

  test("finds an answer out that is not as described", async ({ portal }) => {
    const document = await openApiOf(portal);
    const list = { page: 1, next: false, items: [], total: 0 };
    const asked = { method: "GET", path: "/license?q=x", status: 200 };
    expect(faultsOf(document, { ...asked, body: list })).toEqual([]);
    expect(faultsOf(document, { ...asked, body: { ...list, items: null } })).not.toEqual([]);
    expect(faultsOf(document, { ...asked, body: { ...list, extra: 1 } })).not.toEqual([]);
    expect(faultsOf(document, { ...asked, body: { ...list, items: [{ limit: "5" }] } })).not.toEqual([]);
    expect(faultsOf(document, { ...asked, status: 418, body: list })).not.toEqual([]);
    expect(faultsOf(document, { ...asked, path: "/nothing", body: list })).not.toEqual([]);
    const headers = new Headers({ etag: '"1"' });
    expect(faultsOf(document, { ...asked, body: list, headers })).toEqual(["the header etag"]);
    expect(faultsOf(document, { ...asked, path: "/users/1", body: {}, headers: new Headers() })).toEqual([
      "the header etag",
    ]);
  });
});

test("the readable page shows every call, needs nothing from elsewhere, and axe finds nothing on it", async ({
  page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 1));
  const elsewhere: string[] = [];
  page.on("request", (request) => request.url().startsWith(portal.url) || elsewhere.push(request.url()));
  await page.goto("/api/docs");
  await expect(page.getByRole("heading", { name: "HTTP interface", level: 1 })).toBeVisible();
  const { paths } = await openApiOf(portal);
  for (const [path, calls] of Object.entries(paths)) {
    for (const method of Object.keys(calls)) {
      await expect(page.getByRole("heading", { name: `${method.toUpperCase()} ${path}`, exact: true })).toBeVisible();
    }
  }
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
  expect(elsewhere).toEqual([]);
});

/** A command of the page, as a shell would read it. */
function readCommand(command: string) {
  const [, method = "GET", path = ""] = /^curl (?:-X (\w+) )?"\$SEATWISE\/api([^"{}…]*)"/.exec(command) ?? [];
  const [, body] = / -d '([^']*)'$/.exec(command) ?? [];
  return { method, path, body, hasToken: command.includes(' -H "X-Webitel-Access: $TOKEN"') };
}

test("each command of the page does what its call does, as it stands there", async ({ page, portal, api }) => {
  await portal.install(named("CALL_CENTER", 1));
  const admin = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
  await page.goto("/api/docs");
  await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible();
  await expect(page.getByText(`SEATWISE=${portal.url}`)).toBeVisible();
  const calls = await callsOf(portal);
  for (const { template, method, described } of calls) {
    const command = await page.locator(`#${described.operationId} pre`).textContent();
    const read = readCommand(command ?? "");
    expect([read.method, read.hasToken], command ?? "").toEqual([method, described.security.length > 0]);
    expect(read.path).toMatch(new RegExp(`^${template.replace(/\{\w+\}/g, "[\\w-]+")}$`));
    const token = read.hasToken ? await api.tokenOf(admin) : undefined;
    const { status } = await api.call(method, read.path, { token, body: read.body });
    const refused =
      { importCertificate: 422, login: 401 }[described.operationId] ?? (template.includes("{") ? 404 : 200);
    expect(status, command ?? "").toBe(refused);
  }
});
