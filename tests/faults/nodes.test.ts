import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { howMany, IS_LONG } from "@/tests/support/lengths";
import { addCrowd, addPerson, PASSWORD, type Person } from "@/tests/support/people";
import { type Caller, openCaller } from "@/tests/support/storm-calls";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

const KICKS = howMany("FAULT_KICKS", { briefly: 120, long: 1_000 });
const AT_ONCE = 5;

const TIMES = { slowestMs: 0, hung: 0 };

let servers: AppServer[] = [];

beforeAll(async () => {
  const variables = { SESSION_IDLE_MINUTES: "1" };
  const start = () => startAppServer({ databaseUrl, issuersPath: issuer.issuersPath, variables });
  // The first sees to the build, if one is missing.
  servers = [await start(), ...(await Promise.all([start(), start()]))];
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

const callers = () => servers.map(({ url }) => openCaller(url, TIMES));

async function signInAt(node: Caller | undefined, username: string): Promise<{ status: number; token: string }> {
  const answer = await node?.call("POST", "/login", { body: { username, password: PASSWORD } });
  return { status: answer?.status ?? 0, token: String(answer?.body.access_token) };
}

/** Far beyond the moment of a kick. */
const PATIENCE_MS = 10_000;

/** Asks who the token is, again and again, until it is refused; answers when each request began that was still served. */
async function askUntilRefused(node: Caller, token: string): Promise<number[]> {
  const served: number[] = [];
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; ) {
    const began = performance.now();
    const answer = await node.call("GET", "/userinfo", { token });
    if (answer?.status === 401) return served;
    if (answer?.status !== 200) throw new Error(`Neither served nor refused: ${answer?.status}.`);
    served.push(began);
  }
  return served;
}

describe("three nodes on one database", () => {
  it("refuse whoever was signed out by force from the next request on, each of them", async () => {
    const license = named("CALL_CENTER", 1_000);
    await install(issuer, [license]);
    const ids = await addCrowd(AT_ONCE);
    for (const id of ids) await grant(id, license);
    const admin = await addPerson("admin@acme.example", { roles: ["sysadmin"] });
    const { token: adminToken } = await signInAt(callers()[0], admin.address);
    let kicks = 0;
    let served = 0;
    const stale: number[] = [];
    const kickAgain = async (id: string, lane: number) => {
      const nodes = callers();
      const kicker = callers()[lane % 3];
      for (let turn = 0; kicks < KICKS; turn++) {
        kicks += 1;
        const { token } = await signInAt(nodes[turn % 3], `user${lane + 1}@acme.example`);
        const asking = nodes.map((node) => askUntilRefused(node, token));
        await sleep(10);
        const answer = await kicker?.call("POST", `/users/${id}/logout`, { token: adminToken, body: {} });
        const kickedAt = performance.now();
        expect(answer?.status).toBe(200);
        const began = (await Promise.all(asking)).flat();
        served += began.length;
        stale.push(...began.filter((at) => at > kickedAt));
      }
    };
    await Promise.all(ids.map(kickAgain));
    console.log(JSON.stringify({ kicks, served, stale: stale.length }));
    expect(stale).toEqual([]);
    expect(served).toBeGreaterThan(KICKS);
  });

  it("write what was used in the last second when they are told to end", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { id } = await addPerson("agent@acme.example");
    await grant(id, license);
    for (const workers of ["1", "2", "1"]) {
      const options = ["--workers", workers];
      const node = await startAppServer({ databaseUrl, issuersPath: issuer.issuersPath, options });
      const caller = openCaller(node.url, TIMES);
      const { token } = await signInAt(caller, "agent@acme.example");
      await sql`update sessions set seen_at = now() - interval '2 minutes', idle_ends_at = now() + interval '1 minute'`;
      expect((await caller.call("GET", "/userinfo", { token }))?.status).toBe(200);
      await node.stop();
      expect(
        await sql`delete from sessions where idle_ends_at > now() + interval '29 minutes' returning 1`,
      ).toHaveLength(1);
    }
  });

  it("have a dead one's seats back when its sessions' idle time is over, and not before", async () => {
    const license = concurrent("CALL_CENTER", 3);
    await install(issuer, [license]);
    const people: Person[] = [];
    for (let nth = 0; nth < 4; nth++) people.push(await addPerson(`agent${nth}@acme.example`));
    for (const { id } of people) await grant(id, license);
    const [dead, alive] = callers();
    for (const { address } of people.slice(0, 3)) expect((await signInAt(dead, address)).status).toBe(200);
    process.kill(servers[0]?.pid ?? 0, "SIGKILL");
    // The idle time is a minute at the least: briefly, what is left of it is shortened in the tables.
    if (!IS_LONG) {
      await sql`update sessions set idle_ends_at = now() + interval '3 seconds'`;
      await sql`update seats set ends_at = (select max(idle_ends_at) from sessions)`;
    }
    const [{ left } = { left: 0 }] = await sql<{ left: number }[]>`
      select extract(epoch from max(idle_ends_at) - clock_timestamp())::float8 * 1000 as left from sessions`;
    const endsAt = performance.now() + left;
    let refusals = 0;
    for (;;) {
      const began = performance.now();
      const { status } = await signInAt(alive, people[3]?.address ?? "");
      if (status === 200) break;
      expect(status).toBe(409);
      expect(began).toBeLessThan(endsAt + 1_000);
      refusals += 1;
      await sleep(50);
    }
    const lateMs = performance.now() - endsAt;
    console.log(JSON.stringify({ leaseLeftMs: Math.round(left), refusals, lateMs: Math.round(lateMs) }));
    expect(refusals).toBeGreaterThan(5);
    expect(lateMs).toBeGreaterThan(-100);
    expect(lateMs).toBeLessThan(1_000);
  });
});
