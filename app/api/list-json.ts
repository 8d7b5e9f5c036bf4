import { z } from "zod";
import { pick } from "@/app/api/query";
import type { Total } from "@/lib/list-request";

/** A page of a list that is counted whole: no member is ever null (specification §7). */
export function listOf(item: z.ZodObject) {
  return z.object({
    page: z.number().int(),
    next: z.boolean().meta({ description: "Whether there is a page behind this one." }),
    items: z.array(item.partial()),
    total: z.number().int().meta({ description: "All rows." }),
  });
}

/** A page of a list that may be long: it is counted so far, and goes on by `cursor` as well. */
export function longListOf(item: z.ZodObject) {
  return listOf(item).extend({
    total: z.number().int().meta({ description: "All rows, counted to 10,000." }),
    total_more: z.boolean().optional().meta({ description: "Whether there are more than `total`." }),
    cursor: z.string().optional().meta({ description: "With `cursor` asked for: where to go on; empty at the end." }),
  });
}

/** One page of a list, each item with the members that were asked for. */
export function toListJson<T extends object>(
  items: T[],
  { page, size, fields }: { page: number; size: number; fields: readonly string[] },
  total: Total,
  next = page * size < total.count,
) {
  const members = new Set(fields);
  const picked = items.map((item) => pick(item, members)) as Partial<T>[];
  return { page, next, items: picked, total: total.count, ...(total.more && { total_more: true }) };
}

type Rows = { page: number; size: number };

/**
 * Whether a page follows one of `shown` rows. What was counted says so; behind that, where nothing is counted, the one
 * row behind the page is asked for.
 */
export async function hasNext(
  { page, size }: Rows,
  shown: number,
  total: Total,
  find: (row: Rows) => Promise<unknown[]>,
): Promise<boolean> {
  if (page * size < total.count) return true;
  if (!total.more || shown < size) return false;
  return (await find({ page: page * size + 1, size: 1 })).length > 0;
}
