import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { howMany } from "@/tests/support/lengths";
import { addCrowd, addPerson } from "@/tests/support/people";
import { stillRunning } from "@/tests/support/processes";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

const SECONDS = howMany("FAULT_OVERLOAD_SECONDS", { briefly: 6, long: 60 });
const TIMES_CAPACITY = 10;
const SLOW_CLIENTS = 200;
const RECOVERY_MS = 5_000;
const MOST_BYTES = 512 * 1024 * 1024;

let server: AppServer;
let cookie = "";

beforeAll(async () => {
  server = await startAppServer({ databaseUrl, issuersPath: issuer.issuersPath });
});
afterAll(() => server.stop());
beforeEach(async () => {
  const license = named("CALL_CENTER", 50);
  await install(issuer, [license]);
  const admin = await addPerson("admin@acme.example", { roles: ["sysadmin"] });
  await grant(admin.id, license);
  await addCrowd(60);
  const secret = newSessionToken();
  await sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (decode(${hashToken(secret)}, 'hex'), ${admin.id}, 'browser', now() + interval '1 day', now() + interval '1 day')`;
  cookie = `seatwise.session=${secret}`;
});

type Answer = { status: number; ms: number; retryAfter: string | undefined };

/** A GET that never throws: a connection that breaks is status 0. */
function ask(path: string, agent: Agent): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve) => {
    const done = (status: number, retryAfter?: string) =>
      resolve({ status, ms: performance.now() - began, retryAfter });
    const sent = get(server.url.replace("localhost", "127.0.0.1") + path, { agent, headers: { cookie } }, (answer) => {
      answer.resume();
      answer.on("end", () => done(answer.statusCode ?? 0, answer.headers["retry-after"]));
      answer.on("error", () => done(0));
    });
    sent.on("error", () => done(0));
  });
}

function residentBytes(): number {
  if (process.platform !== "linux") return 0;
  const [, pages = "0"] = readFileSync(`/proc/${server.pid}/statm`, "utf8").split(" ");
  return Number(pages) * 4_096;
}

/** Answers a second when enough is asked and nobody is refused. */
async function capacity(path: string): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const until = performance.now() + 2_000;
  let answers = 0;
  const client = async () => {
    while (performance.now() < until) {
      expect((await ask(path, agent)).status).toBe(200);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: 12 }, client));
  agent.destroy();
  return answers / 2;
}

/** Sends so many requests a second, whatever becomes of those before. */
async function flood(path: string, perSecond: number, agent: Agent): Promise<{ answers: Answer[]; mostBytes: number }> {
  const began = performance.now();
  const sent: Promise<Answer>[] = [];
  let mostBytes = 0;
  for (let elapsed = 0; elapsed < SECONDS * 1_000; elapsed = performance.now() - began) {
    while (sent.length < (elapsed / 1_000) * perSecond) sent.push(ask(path, agent));
    mostBytes = Math.max(mostBytes, residentBytes());
    await sleep(20);
  }
  return { answers: await Promise.all(sent), mostBytes };
}

/** How long after this moment ten pages in a row are answered well, each within a second. */
async function recoveryMs(): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const began = performance.now();
  for (let good = 0; good < 10; ) {
    const { status, ms } = await ask("/licenses/users", agent);
    good = status === 200 && ms < 1_000 ? good + 1 : 0;
    if (performance.now() - began > 60_000) throw new Error(`Not well a minute later: ${status} after ${ms} ms.`);
  }
  agent.destroy();
  return performance.now() - began;
}

function expectAlive(): void {
  expect(stillRunning([server.pid])).toHaveLength(1);
  expect(server.output()).not.toMatch(/unhandled|uncaught|heap out of memory/i);
}

describe("ten times what can be answered", () => {
  it("is refused at once where it is too much; what is taken is answered, health always, and all is well soon after", async () => {
    const perSecond = await capacity("/licenses/users");
    const agent = new Agent({ keepAlive: true });
    const [health, watcher] = [[] as Answer[], new AbortController()];
    const watch = (async () => {
      while (!watcher.signal.aborted) {
        health.push(await ask("/api/health", new Agent()));
        await sleep(200);
      }
    })();
    const { answers, mostBytes } = await flood("/licenses/users", perSecond * TIMES_CAPACITY, agent);
    const recovered = await recoveryMs();
    watcher.abort();
    await watch;
    agent.destroy();
    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 503);
    const middle = (list: Answer[]) =>
      Math.round(list.map(({ ms }) => ms).toSorted((a, b) => a - b)[list.length >> 1] ?? 0);
    console.log(
      JSON.stringify({
        capacity: Math.round(perSecond),
        asked: answers.length,
        served: served.length,
        refused: refused.length,
        servedMs: middle(served),
        refusedMs: middle(refused),
        slowestHealthMs: Math.round(Math.max(...health.map(({ ms }) => ms))),
        megabytes: Math.round(mostBytes / 1e6),
        recoveredMs: Math.round(recovered),
      }),
    );
    expect(served.length + refused.length).toBe(answers.length);
    expect(refused.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
    // Refusing costs little of what serving could use.
    expect(served.length).toBeGreaterThan((perSecond * SECONDS) / 4);
    expect(refused.length).toBeGreaterThan(served.length);
    expect(health.every(({ status }) => status === 200)).toBe(true);
    expect(mostBytes).toBeLessThan(MOST_BYTES);
    expect(recovered).toBeLessThan(RECOVERY_MS);
    expectAlive();
  });
});

/** Opens a connection, writes the beginning and then a letter a second; reads nothing unless asked to. */
function slowClient(beginning: string, port: number): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  socket.on("error", () => {});
  socket.write(beginning);
  const drip = setInterval(() => socket.write("x"), 1_000);
  socket.on("close", () => clearInterval(drip));
  return socket;
}

describe("two hundred slow clients", () => {
  it("keep nobody out: neither those who never end their headers or bodies, nor those who do not read", async () => {
    const port = Number(new URL(server.url).port);
    const head = (line: string, more = "") =>
      `${line} HTTP/1.1\r\nhost: localhost:${port}\r\norigin: http://localhost:${port}\r\n${more}`;
    const beginnings = [
      head("GET /licenses", "x-slow: "),
      head("POST /api/login", "content-length: 1000\r\n\r\n{"),
      head(
        "POST /sign-in",
        `content-type: multipart/form-data; boundary=b\r\ncontent-length: ${4 * 1024 * 1024}\r\n\r\n--b`,
      ),
      head(
        "POST /sign-in",
        "content-type: multipart/form-data; boundary=b\r\ntransfer-encoding: chunked\r\n\r\n2\r\n--\r\n",
      ),
      head("GET /licenses/users", `cookie: ${cookie}\r\n\r\n`).repeat(20),
    ];
    const slow = Array.from({ length: SLOW_CLIENTS }, (_, nth) =>
      slowClient(beginnings[nth % beginnings.length] ?? "", port),
    );
    await sleep(1_500);
    const agent = new Agent({ keepAlive: true });
    const answers: Answer[] = [];
    let mostBytes = 0;
    for (const until = performance.now() + SECONDS * 1_000; performance.now() < until; ) {
      answers.push(await ask("/licenses/users", agent));
      const form = await fetch(`${server.url}/api/login`, {
        method: "POST",
        body: '{"username":"no@acme.example","password":"x"}',
      });
      answers.push({
        status: form.status === 401 || form.status === 429 ? 200 : form.status,
        ms: 0,
        retryAfter: undefined,
      });
      mostBytes = Math.max(mostBytes, residentBytes());
    }
    const slowestMs = Math.max(...answers.map(({ ms }) => ms));
    const cut = slow.filter(({ destroyed }) => destroyed).length;
    for (const socket of slow) socket.destroy();
    const recovered = await recoveryMs();
    agent.destroy();
    console.log(
      JSON.stringify({
        answers: answers.length,
        slowestMs: Math.round(slowestMs),
        cut,
        megabytes: Math.round(mostBytes / 1e6),
        recoveredMs: Math.round(recovered),
      }),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(mostBytes).toBeLessThan(MOST_BYTES);
    expect(recovered).toBeLessThan(RECOVERY_MS);
    expectAlive();
  });
});
