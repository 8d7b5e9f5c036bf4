import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";

/** Licenses that break what must hold at every moment, as sentences; all of it in one statement, so of one moment. */
export async function brokenRules(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<Record<"product" | "rule", string>[]>`
    with counted as materialized (
      select l.*, (select count(*) from grants g where g.license_id = l.id) as grants,
        (select count(*) from seats s where s.license_id = l.id) as seats,
        (select count(*) from seats s where s.license_id = l.id and s.ends_at > now()) as taken
      from licenses l)
    select product, rule from counted, lateral (values
      (format('%s granted of %s', grants, "limit"), not competitive and grants > "limit"),
      (format('%s seats taken of %s', taken, "limit"), competitive and taken > "limit"),
      (format('counts %s grants, has %s', granted, grants), granted <> grants),
      (format('counts %s seats, has %s', seated, seats), seated <> seats)) as r(rule, is_broken)
    where is_broken`;
  return rows.map(({ product, rule }) => `${product}: ${rule}`);
}

/** Looks at the rules again and again, until stopped; while the database is away there is nothing to see. */
export function watchRules(sql: postgres.Sql): { stop: () => Promise<{ looks: number; broken: string[] }> } {
  const seen = { looks: 0, broken: [] as string[] };
  const stopping = new AbortController();
  const watch = async () => {
    while (!stopping.signal.aborted) {
      const broken = await brokenRules(sql).catch(() => null);
      if (broken !== null) seen.looks += 1;
      for (const sentence of broken ?? []) if (seen.broken.length < 20) seen.broken.push(sentence);
      await sleep(50);
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await watching;
      return seen;
    },
  };
}
