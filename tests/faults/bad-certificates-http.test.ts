import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { certificateAttacks } from "@/tests/support/certificate-attacks";
import { mutate } from "@/tests/support/certificate-mutations";
import { createForge, honestPayload, trust } from "@/tests/support/forge";
import { randomFrom } from "@/tests/support/random";
import { databaseUrl, sql } from "@/tests/support/worker-database";

const SAMPLE = process.env.FAULTS === "long" ? 5_000 : 120;

const forge = await createForge();
const stranger = await createForge(forge.kid);
const good = await forge.signPayload(JSON.stringify(honestPayload()));
const other = await forge.signPayload(JSON.stringify(honestPayload({ organization: "Other" })));
const attacks = await certificateAttacks(forge, good);

let server: AppServer;
let sent = 0;

/** Each from an address of its own: made-up certificates are counted by address. */
function put(body: string, query = ""): Promise<Response> {
  sent += 1;
  const address = `10.${(sent >> 16) % 256}.${(sent >> 8) % 256}.${sent % 256}`;
  return fetch(`${server.url}/api/customer${query}`, { method: "PUT", body, headers: { "x-forwarded-for": address } });
}

async function answer(text: string): Promise<string> {
  const response = await put(JSON.stringify({ certificate: text }));
  const { id, code } = await response.json();
  return response.status < 300 ? "accepted" : response.status >= 500 || code !== response.status ? `${code}` : id;
}

async function stored() {
  return sql`select (select count(*) from certificates) as certificates, (select count(*) from licenses) as licenses,
    (select count(*) from audit_entries) as entries`;
}

beforeAll(async () => {
  const issuersPath = trust(
    forge,
    join(mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "forge-")), "issuers.json"),
  );
  server = await startAppServer({ databaseUrl, issuersPath, variables: { TRUSTED_PROXIES: "127.0.0.1,::1" } });
});

afterAll(() => server?.stop());

describe("over HTTP", () => {
  it("there are more than a hundred attacks, each of its own name", () => {
    expect(new Set(attacks.map(([name]) => name)).size).toBe(attacks.length);
    expect(attacks.length).toBeGreaterThan(100);
  });

  it("each attack is refused with its reason, and nothing is written", async () => {
    const answers: string[] = [];
    for (const [name, text] of attacks) answers.push(`${name}: ${await answer(await text)}`);
    expect(answers).toEqual(attacks.map(([name, , reason]) => `${name}: ${reason}`));
    expect(await stored()).toMatchObject([{ certificates: "0", licenses: "0", entries: "0" }]);
  });

  it(`of ${SAMPLE} mutations each is refused, and nothing is written`, async () => {
    const draw = randomFrom(77);
    const wrong: unknown[] = [];
    for (let count = 0; count < SAMPLE; count++) {
      const { kind, text, reasons } = await mutate(draw, { good, other, forge, stranger });
      const reason = await answer(text);
      if (!reasons.test(reason)) wrong.push({ kind, reason, text: text.slice(0, 2000) });
    }
    expect(wrong).toEqual([]);
    expect(await stored()).toMatchObject([{ certificates: "0", licenses: "0", entries: "0" }]);
  });

  it.each([
    ["no body", ""],
    ["a list", "[]"],
    ["a number", '{"certificate":5}'],
    ["null", '{"certificate":null}'],
    ["a list of certificates", JSON.stringify({ certificate: [good] })],
    ["no JSON", good],
    ["30,000 levels", "[".repeat(30_000)],
    ["3 MiB", JSON.stringify({ certificate: "A".repeat(3 * 1024 * 1024) })],
  ])("a body of %s is refused in plain words", async (_, body) => {
    const response = await put(body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ code: response.status, detail: expect.stringMatching(/\w{3}/) });
  });

  it("the honest certificate is accepted, also in an address and with what pasting adds", async () => {
    expect((await put("", `?certificate=${good}&dry_run=true`)).status).toBe(200);
    expect(
      await answer(`"-----BEGIN LICENSE-----\n${good.slice(0, 70)}\r\n ${good.slice(70)}\n-----END LICENSE-----"`),
    ).toBe("accepted");
    expect(await stored()).toMatchObject([{ certificates: "1", licenses: "1" }]);
  });
});
