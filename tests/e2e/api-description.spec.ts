import { readdirSync } from "node:fs";
import { expect, openApiOf, test } from "@/tests/e2e/api";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";
import { faultsOf } from "@/tests/support/openapi";

/** Routes that speak another protocol, or are the description itself. */
const NOT_DESCRIBED = ["/auth/{nextauth}", "/[{path}]", "/openapi.json"];

function routes(): string[] {
  return readdirSync("app/api", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => `/${file.replace(/\/?route\.ts$/, "").replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}")}`)
    .filter((path) => !NOT_DESCRIBED.includes(path));
}

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
