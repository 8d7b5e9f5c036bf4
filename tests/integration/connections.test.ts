import { sql as statement } from "drizzle-orm";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import postgres from "postgres";
import { queryOne } from "@/db/client";
import { createConnections } from "@/db/connections";
import { env } from "@/lib/env";
import { UnavailableError } from "@/lib/errors";
import { sql } from "@/tests/support/worker-database";

async function backend(seconds = 0): Promise<number> {
  const { pid } = await queryOne<{ pid: number }>(
    statement`select pg_backend_pid() as pid from pg_sleep(${seconds}::float8)`,
  );
  return pid;
}

const atOnce = (count: number) => Promise.all(Array.from({ length: count }, () => backend(0.05)));

describe("connections to the database", () => {
  it("are as many as are told at the most; whoever comes alone gets the one used last", async () => {
    const crowd = await atOnce(3 * env().DATABASE_POOL_SIZE);
    expect(new Set(crowd).size).toBe(env().DATABASE_POOL_SIZE);
    const alone = [];
    for (let nth = 0; nth < env().DATABASE_POOL_SIZE; nth++) alone.push(await backend());
    expect(new Set(alone).size).toBe(1);
    expect(crowd).toContain(alone[0]);
  });

  it("go on with another one when the one used last has gone", async () => {
    await atOnce(2);
    const last = await backend();
    await sql`select pg_terminate_backend(${last})`;
    await sleep(100);
    const next = await backend();
    expect([next === last, await backend()]).toEqual([false, next]);
  });

  it("are not opened once they have ended, and give the turn back", async () => {
    let opened = 0;
    const connections = createConnections(1, () => {
      opened += 1;
      return { sql: postgres(env().DATABASE_URL, { max: 1 }) };
    });
    await connections.end({ timeout: 1 });
    for (let nth = 0; nth < 2; nth++) {
      await expect(connections.take(AbortSignal.timeout(1_000))).rejects.toThrow(UnavailableError);
    }
    expect(opened).toBe(0);
  });
});
