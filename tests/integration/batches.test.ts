import { setTimeout as sleep } from "node:timers/promises";
import { sql as statement } from "drizzle-orm";
import { expect, it } from "vitest";
import { queryBatch } from "@/db/batches";
import { queryOne } from "@/db/client";
import { sql } from "@/tests/support/worker-database";

const nap = (seconds: number) => queryBatch(statement`select 'an export', pg_sleep(${seconds}::float8)`, false);

it("a crowd of exports reads three batches at once; neither who clicks nor who begins another waits for them", async () => {
  const read: unknown[] = [];
  const naps = Promise.all(Array.from({ length: 12 }, () => nap(1).then((row) => read.push(row))));
  expect(await queryOne(statement`select 1 as one`)).toEqual({ one: 1 });
  expect(await queryBatch(statement`select 1 as one`, true)).toEqual({ one: 1 });
  expect(read).toEqual([]);
  let most = 0;
  while (read.length < 12) {
    const [row] = await sql`
      select count(*)::int as busy from pg_stat_activity
      where datname = current_database() and state = 'active' and query like 'select ''an export''%'`;
    most = Math.max(most, Number(row?.busy));
    await sleep(100);
  }
  expect(most).toBe(3);
  await naps;
});
