import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { verifyAudit } from "@/lib/use-cases/audit/verify-audit";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { runningPostgresUrl } from "@/scripts/postgres-server.mjs";
import { test as base, expect } from "@/tests/e2e/api";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { named } from "@/tests/support/issuer";
import { addCrowd, SYSTEM } from "@/tests/support/people";
import { type Connection, childrenOf, comesTrue, openConnection, stillRunning } from "@/tests/support/processes";

const LICENSE = named("CALL_CENTER", 5_000);

type Together = { server: AppServer; workers: () => number[]; connect: (count: number) => Connection[] };

/** A second server on the portal's database: two processes at one address. */
const test = base.extend<{ together: Together }>({
  together: async ({ installation: { issuer } }, use) => {
    const { DATABASE_URL: databaseUrl = "" } = process.env;
    const options = ["--workers", "2"];
    const server = await startAppServer({ databaseUrl, issuersPath: issuer.issuersPath, options });
    const open: Connection[] = [];
    await use({
      server,
      workers: () => childrenOf(server.pid),
      connect: (count) => {
        const made = Array.from({ length: count }, () => openConnection(server.url));
        open.push(...made);
        return made;
      },
    });
    for (const connection of open) connection.close();
    await server.stop();
  },
});

test("whichever process answers, a session holds, and a forced sign-out ends it at the next request", async ({
  api,
  portal,
  together: { server, workers, connect },
}) => {
  await portal.install(LICENSE);
  const anna = await portal.addUser("anna@acme.example");
  await portal.grant(anna, LICENSE);
  const writer = await api.tokenOf(await portal.addUser("writer@acme.example", { roles: ["writer"] }));
  const { token } = await signIn(anna.address, anna.password);
  const connections = connect(8);
  const ask = () => Promise.all(connections.map(({ call }) => call("GET", "/api/userinfo", { token })));
  const before = await ask();
  expect(before.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  const [clerk] = connect(1);
  expect((await clerk?.call("POST", `/api/users/${anna.id}/logout`, { token: writer, body: {} }))?.status).toBe(200);
  const after = await ask();
  expect(after.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 401));
  expect(after.map(({ port }) => port)).toEqual(before.map(({ port }) => port));
  // Both processes were asked: when one is gone, some of the connections are, and some are not. How many each had is not
  // told: who takes in a connection slowly is dealt fewer.
  expect(workers()).toHaveLength(2);
  process.kill(workers()[0] ?? 0, "SIGKILL");
  expect(await comesTrue(() => server.output().includes("A worker process is gone"))).toBe(true);
  const moved = (await ask()).filter(({ port }, nth) => port !== before[nth]?.port);
  expect(moved.length).toBeGreaterThanOrEqual(1);
  expect(moved.length).toBeLessThanOrEqual(7);
});

test("a killed process takes no acknowledged write with it; the other goes on, and another takes its place", async ({
  api,
  portal,
  together: { server, workers, connect },
}) => {
  await portal.install(LICENSE);
  const token = await api.tokenOf(await portal.addUser("admin@acme.example", { roles: ["sysadmin"] }));
  const crowd = await addCrowd(2_000);
  const acknowledged: { id: string; at: number }[] = [];
  let broken = 0;
  const over = new AbortController();
  const work = async ({ call }: Connection) => {
    while (!over.signal.aborted) {
      const id = crowd.pop();
      if (id === undefined) return;
      try {
        const { status } = await call("PUT", `/api/users/${id}/license/${LICENSE.id}`, { token });
        expect(status).toBe(200);
        acknowledged.push({ id, at: Date.now() });
      } catch (error) {
        if (!(error instanceof Error && "code" in error)) throw error;
        broken += 1;
      }
    }
  };
  const working = Promise.all(connect(8).map(work));
  await comesTrue(() => acknowledged.length > 40);
  const [victim = 0, other = 0] = workers();
  process.kill(victim, "SIGKILL");
  const killedAt = Date.now();
  const isBack = () => workers().length === 2 && !workers().includes(victim);
  expect(await comesTrue(isBack)).toBe(true);
  const backAt = Date.now();
  await sleep(1_000);
  over.abort();
  await working;
  expect(workers()).toContain(other);
  expect(acknowledged.filter(({ at }) => at > killedAt && at < backAt).length).toBeGreaterThan(0);
  // What was under way in the killed process breaks: at most one request of each connection.
  expect(broken).toBeLessThanOrEqual(8);
  const stored = await portal.sql`select user_id::text as id from grants`;
  const held = new Set(stored.map(({ id }) => id));
  expect(acknowledged.filter(({ id }) => !held.has(id))).toEqual([]);
  expect(await portal.sql`select granted from licenses`).toEqual([{ granted: held.size }]);
  expect(server.output()).toContain(`Process ${victim} ended with SIGKILL. Another takes its place in 0.25 s.`);
  // All processes seal the audit list: none of its entries twice, none left out.
  expect(await comesTrue(async () => (await verifyAudit(SYSTEM)).unsealed === 0)).toBe(true);
  expect((await verifyAudit(SYSTEM)).broken).toBeNull();
});

test("on SIGTERM requests under way are answered, and no process is left", async ({
  api,
  portal,
  together: { server, workers, connect },
}) => {
  await portal.install(LICENSE);
  const token = await api.tokenOf(await portal.addUser("admin@acme.example", { roles: ["sysadmin"] }));
  const user = await portal.addUser("anna@acme.example");
  const connections = connect(6);
  for (const { call } of connections) expect((await call("GET", "/api/license", { token })).status).toBe(200);
  const pids = [server.pid, ...workers()];
  expect(pids).toHaveLength(3);
  const slow = await portal.sql.reserve();
  await slow`begin`;
  await slow`select 1 from licenses for update`;
  const path = `/api/users/${user.id}/license/${LICENSE.id}`;
  const underWay = Promise.all(connections.map(({ call }) => call("PUT", path, { token })));
  await sleep(500);
  const stopped = server.stop();
  await sleep(500);
  await slow`commit`;
  slow.release();
  expect((await underWay).map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
  await stopped;
  expect(stillRunning(pids)).toEqual([]);
  await expect(connect(1)[0]?.call("GET", "/api/health")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(server.output().match(/Seatwise is running at/g)).toHaveLength(1);
});

test("processes that lost the one that started them end at once", async ({ together: { server, workers } }) => {
  const pids = workers();
  expect(pids).toHaveLength(2);
  process.kill(server.pid, "SIGKILL");
  expect(await comesTrue(() => stillRunning(pids).length === 0)).toBe(true);
});

test("an embedded database is stopped last; all processes know the token that is printed once", async ({
  installation: { issuer },
}) => {
  const variables = { DATA_DIR: mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "data-")) };
  const options = ["--empty", "--workers", "2"];
  const server = await startAppServer({ databaseUrl: null, issuersPath: issuer.issuersPath, options, variables });
  expect(await comesTrue(() => server.output().includes("Ctrl-C"))).toBe(true);
  const tokens = [...server.output().matchAll(/with the token (\S+)/g)].map(([, token]) => token);
  expect(tokens).toHaveLength(1);
  const children = childrenOf(server.pid);
  expect(children).toHaveLength(3);
  if (process.platform === "linux") {
    const told = children.filter((pid) =>
      readFileSync(`/proc/${pid}/environ`, "utf8").includes(`SETUP_TOKEN=${tokens[0]}`),
    );
    expect(told).toHaveLength(2);
  }
  const { sql, slow } = await lockUsers(variables.DATA_DIR);
  const underWay = openConnection(server.url).call("POST", "/api/login", {
    body: { username: "a@b.example", password: "x" },
  });
  await sleep(500);
  const stopped = server.stop();
  await sleep(500);
  await slow`commit`;
  slow.release();
  expect((await underWay).status).toBe(401);
  await stopped;
  await sql.end();
  expect(stillRunning([server.pid, ...children])).toEqual([]);
});

/** Holds up who reads the users of an embedded database, until `commit`. */
async function lockUsers(dataDir: string) {
  const sql = postgres(runningPostgresUrl(dataDir) ?? "", { max: 1, onnotice: () => {} });
  const slow = await sql.reserve();
  await slow`begin`;
  await slow`lock table users in access exclusive mode`;
  return { sql, slow };
}
