import { describe, expect, it } from "vitest";
import { watchClock } from "@/lib/use-cases/installation/watch-clock";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { auditEntries } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

describe("a clock that was set back", () => {
  it("is noted also where that takes longer than a click may", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    await watchClock();
    await sql`update clock_marks set newest = now() + interval '1 hour', seen_at = now() + interval '1 hour'`;
    let watched: Promise<void> | undefined;
    await sql.begin(async (held) => {
      await held`select 1 from licenses for update`;
      watched = watchClock();
      watched.catch(() => {});
      await held`select pg_sleep(5.5)`;
    });
    await watched;
    expect(await auditEntries("clock_turned_back")).toHaveLength(1);
  });
});
