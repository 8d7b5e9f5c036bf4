import { type SQL, sql } from "drizzle-orm";
import { type Total, TOTAL_CAP } from "@/lib/list-request";

/** How many rows a list has, whether there are `more` than counted, and the page that is shown. */
export type Tally = { counted: number; more: boolean; page: number };

/** Exact to 10,000. */
export function toTotal({ counted, more }: Pick<Tally, "counted" | "more">): Total {
  return { count: Math.min(counted, TOTAL_CAP), more };
}

/**
 * The tally of the relation `page`: a page that is not full says itself how many there are, else `count` does. An empty page
 * behind the last says nothing.
 */
export function tallyOf(count: SQL, { page, size }: { page: number; size: number }): SQL {
  const here = sql`(select count(*)::int from page)`;
  const before = sql`${(page - 1) * size}::int`;
  const isLast = page === 1 ? sql`${here} < ${size}::int` : sql`${here} between 1 and ${size - 1}::int`;
  const seen = sql`case when ${here} > 0 then ${before} + ${here} else 0 end`;
  return sql`
    select ${before} + ${here} as counted, ${before} + ${here} > ${TOTAL_CAP}::int as more, ${page}::int as page where ${isLast}
    union all select greatest(c.counted, ${seen}), c.more, ${page}::int from (${count}) c where not ${isLast}`;
}
