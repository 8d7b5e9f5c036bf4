import { type Api, expect, test } from "@/tests/e2e/api";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { named } from "@/tests/support/issuer";
import type { Person } from "@/tests/support/people";

const loginAt = (url: string, { address }: Pick<Person, "address">, password: string, headers = {}) =>
  fetch(`${url}/api/login`, { method: "POST", headers, body: JSON.stringify({ username: address, password }) });

async function fail(times: number, url: string, who: Pick<Person, "address">): Promise<number[]> {
  const statuses: number[] = [];
  for (let nth = 0; nth < times; nth++) statuses.push((await loginAt(url, who, "wrong")).status);
  return statuses;
}

/** Another node of the same installation, behind a proxy of this machine. */
async function startNode(): Promise<AppServer> {
  const { DATABASE_URL: databaseUrl = "", LICENSE_ISSUERS: issuersPath = "" } = process.env;
  process.env.TRUSTED_PROXIES = "127.0.0.1";
  try {
    return await startAppServer({ databaseUrl, issuersPath });
  } finally {
    delete process.env.TRUSTED_PROXIES;
  }
}

test.beforeEach(async ({ portal }) => {
  await portal.install(named("CALL_CENTER", 5));
});

test("two nodes count together; only a trusted proxy says where somebody comes from", async ({ portal }) => {
  const anna = await portal.addUser("anna@acme.example", { roles: ["sysadmin"] });
  const node = await startNode();
  try {
    expect(await fail(5, portal.url, anna)).toEqual(Array.from({ length: 5 }, () => 401));
    expect(await fail(6, node.url, anna)).toEqual([401, 401, 401, 401, 401, 429]);
    const refused = await loginAt(portal.url, anna, anna.password);
    expect(refused.status).toBe(429);
    const { id, code, detail } = (await refused.json()) as Record<string, string | number>;
    expect([id, code]).toEqual(["rate_limited", 429]);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(200);
    expect(seconds).toBeLessThanOrEqual(300);
    expect(detail).toContain(`${seconds} seconds`);

    for (const name of ["x-forwarded-for", "x-seatwise-address", "x_seatwise_address"]) {
      const spoofed = { [name]: "203.0.113.9" };
      expect([name, (await loginAt(portal.url, anna, anna.password, spoofed)).status]).toEqual([name, 429]);
    }
    for (const [forwarded, status] of [
      ["203.0.113.9", 200],
      ["203.0.113.9, 127.0.0.1", 200],
      ["nonsense", 429],
    ] as const) {
      const answer = await loginAt(node.url, anna, anna.password, { "x-forwarded-for": forwarded });
      expect([forwarded, answer.status]).toEqual([forwarded, status]);
    }
    const spoofed = { "x-seatwise-address": "203.0.113.9" };
    expect((await loginAt(node.url, anna, anna.password, spoofed)).status).toBe(429);
  } finally {
    await node.stop();
  }
});

test("of 32 wrong passwords at once no more than ten are looked at", async ({ portal, api }) => {
  const anna = await portal.addUser("anna@acme.example", { roles: ["sysadmin"] });
  const body = { username: anna.address, password: "wrong" };
  const answers = await Promise.all(Array.from({ length: 32 }, () => api.call("POST", "/login", { body })));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(22);
});

const wrongKey = (api: Api) => api.call("PUT", "/customer", { body: { certificate: "a.b" } });

test("the sign-in page says that it is too often and how long to wait, and counts as the call does", async ({
  page,
  portal,
}) => {
  const anna = await portal.addUser("anna@acme.example", { roles: ["sysadmin"] });
  await fail(9, portal.url, anna);
  await page.goto("/sign-in");
  for (const sentence of [/not right/, /Too many attempts\. Try again in \d+ seconds\./]) {
    await page.getByLabel("User").fill(anna.address);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
  }
  await expect(page.getByLabel("User")).toHaveValue(anna.address);
});

test("made-up license keys are refused after 300 a minute, at the call and at the renewal page", async ({
  page,
  portal,
  api,
}) => {
  expect((await wrongKey(api)).status).toBe(400);
  await portal.sql`update attempts set count = 299`;
  expect((await wrongKey(api)).status).toBe(400);
  const refused = await wrongKey(api);
  expect([refused.status, refused.body.id]).toEqual([429, "rate_limited"]);
  expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
  await page.goto("/renew");
  await page.getByLabel("License key").fill("a.b");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText(/Too many attempts\. Try again in \d+ second/)).toBeVisible();
  await expect(page.getByLabel("License key")).toHaveValue("a.b");
});
