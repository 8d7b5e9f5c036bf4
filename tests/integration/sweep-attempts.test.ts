import { describe, expect, it } from "vitest";
import { sweepAttempts } from "@/lib/use-cases/sessions/sweep-attempts";
import { sql } from "@/tests/support/worker-database";

async function attempts(kind: string, rows: number, hours: number): Promise<void> {
  await sql`
    insert into attempts (key, count, ends_at)
    select ${kind} || ':' || n, 1, now() + make_interval(hours => ${hours}) from generate_series(1, ${rows}) n`;
}

describe("sweeping attempts", () => {
  it("removes what is over, and leaves what counts or ended a moment ago", async () => {
    await attempts("known", 2, 24);
    await attempts("address", 1, 0);
    await attempts("known_before", 3, -2);
    expect(await sweepAttempts()).toBe(3);
    expect(await sql`select key from attempts order by key`).toEqual([
      { key: "address:1" },
      { key: "known:1" },
      { key: "known:2" },
    ]);
  });

  it("removes more than one batch, also when two do it at once", async () => {
    await attempts("known", 2_500, -2);
    const gone = await Promise.all([sweepAttempts(), sweepAttempts()]);
    expect(gone[0] + gone[1]).toBe(2_500);
  });
});
