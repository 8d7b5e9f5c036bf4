import { setTimeout as sleep } from "node:timers/promises";
import { sql as statement } from "drizzle-orm";
import { expect, it } from "vitest";
import { queryBatch } from "@/db/batches";
import { queryOne } from "@/db/client";
import { sql } from "@/tests/support/worker-database";

const nap = (seconds: number) => queryBatch(statement`select 'an export', pg_sleep(${seconds}::float8)`);

it("a crowd of exports reads three batches at once, and whoever clicks does not wait for them", async () => {
  const naps = Promise.all(Array.from({ length: 12 }, () => nap(0.5)));
  let most = 0;
  for (let look = 0; look < 15; look++) {
    const [row] = await sql`
      select count(*)::int as busy from pg_stat_activity
      where datname = current_database() and state = 'active' and query like 'select ''an export''%'`;
    most = Math.max(most, Number(row?.busy));
    expect(await queryOne(statement`select 1 as one`, 400)).toEqual({ one: 1 });
    await sleep(100);
  }
  expect(most).toBe(3);
  await naps;
});
