import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { grant, install } from "@/tests/support/installation";
import { named, nowSeconds } from "@/tests/support/issuer";
import { howMany } from "@/tests/support/lengths";
import { addCrowd } from "@/tests/support/people";
import { randomFrom } from "@/tests/support/random";
import { holders } from "@/tests/support/stored";
import { openCaller } from "@/tests/support/storm-calls";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

const ROUNDS = howMany("FAULT_ROUNDS", { briefly: 20, long: 200 });
const AT_ONCE = 5;

type Certificate = { jti: string; text: string };

let server: AppServer;

beforeAll(async () => {
  const options = ["--workers", "2"];
  server = await startAppServer({ databaseUrl, issuersPath: issuer.issuersPath, options });
});
afterAll(() => server?.stop());

/** Brings a certificate over a connection of its own, as everybody does. */
async function bring({ text }: Certificate) {
  const { call, close } = openCaller(server.url, { slowestMs: 0, hung: 0 });
  const answer = await call("PUT", "/customer", { body: { certificate: text } });
  close();
  return { status: answer?.status, customer: answer?.body.customer, refusal: answer?.body.id };
}

/** Sends so much of the request and hangs up without hearing the answer. */
async function cutOff({ text }: Certificate, part: number): Promise<void> {
  const body = JSON.stringify({ certificate: text });
  const headers = { "content-length": Buffer.byteLength(body) };
  const sent = request(`${server.url}/api/customer`, { method: "PUT", headers });
  sent.on("error", () => {});
  await new Promise((resolve) => sent.write(body.slice(0, Math.floor(body.length * part)), resolve));
  await sleep(5);
  const closed = new Promise((resolve) => sent.once("close", resolve));
  sent.destroy();
  await closed;
}

function shuffled<T>(list: readonly T[], random: (below: number) => number): T[] {
  const mixed = [...list];
  for (let place = mixed.length - 1; place > 0; place--) {
    const other = random(place + 1);
    [mixed[place], mixed[other]] = [mixed[other] as T, mixed[place] as T];
  }
  return mixed;
}

const SUPERSEDED = { status: 409, customer: undefined, refusal: "certificate_superseded" };

const ALWAYS = named("CALL_CENTER", 50);
const IN_TURNS = named("WFM", 50);
const FIRST_ISSUED = nowSeconds() - 900_000;

/** The nth certificate. Every second one leaves a license out, which is withdrawn until the next brings it back. */
async function issue(nth: number): Promise<Certificate> {
  const jti = randomUUID();
  const licenses = (nth % 2 === 0 ? [ALWAYS, IN_TURNS] : [ALWAYS]).map((each) => ({ ...each, limit: 50 + (nth % 7) }));
  return { jti, text: await issuer.issue({ jti, iat: FIRST_ISSUED + nth, licenses }) };
}

/** Sends five at once, each twice and once more cut off, and asks again afterwards. */
async function storm(round: number, random: (below: number) => number): Promise<{ newest: string; never: string }> {
  const first = round * (AT_ONCE + 1);
  const certificates = await Promise.all(Array.from({ length: AT_ONCE }, (_, nth) => issue(first + nth)));
  const never = await issue(first + AT_ONCE);
  const newest = certificates.at(-1) as Certificate;
  const twice = shuffled([...certificates, ...certificates], random);
  const [answers] = await Promise.all([
    Promise.all(twice.map(bring)),
    ...certificates.map((each) => cutOff(each, random(2) === 0 ? 1 : 0.7)),
    ...[0, 0.3, 0.99].map((part) => cutOff(never, part)),
  ]);
  expect(answers.filter(({ status, refusal }) => status !== 200 && refusal !== SUPERSEDED.refusal)).toEqual([]);
  const ofNewest = answers.filter((_, place) => twice[place] === newest);
  const whole = { status: 200, refusal: undefined, customer: ofNewest[0]?.customer };
  expect([...ofNewest, await bring(newest), await bring(newest)]).toEqual([whole, whole, whole, whole]);
  for (const older of certificates.slice(0, -1)) expect(await bring(older)).toEqual(SUPERSEDED);
  return { newest: newest.jti, never: never.jti };
}

describe("certificates that come in any order, twice, at once and cut off", () => {
  it("leave the newest in place, each once at the most, with every grant, and answer a repetition as before", async () => {
    await install(issuer, [ALWAYS, IN_TURNS], { iat: FIRST_ISSUED - 1 });
    const users = await addCrowd(10);
    for (const user of users) await grant(user, ALWAYS, IN_TURNS);
    const random = randomFrom(7);
    let applied = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { newest, never } = await storm(round, random);
      const [stored] = await sql`select certificate_id, (select count(*)::int from certificates) as rows,
        (select count(*)::int from certificates where id = ${never}) as never,
        (select count(*)::int from audit_entries where act = 'import_certificate') as entries from customers`;
      expect(stored).toMatchObject({ certificate_id: newest, never: 0, entries: stored?.rows });
      applied = Number(stored?.rows) - 1;
      expect([await holders(ALWAYS.id), await holders(IN_TURNS.id)]).toEqual([users, users]);
    }
    console.log(JSON.stringify({ rounds: ROUNDS, certificates: ROUNDS * AT_ONCE, applied }));
    expect(applied).toBeGreaterThanOrEqual(ROUNDS);
    expect(applied).toBeLessThanOrEqual(ROUNDS * AT_ONCE);
    expect(server.output()).not.toMatch(/unhandled|uncaught/i);
  });
});
