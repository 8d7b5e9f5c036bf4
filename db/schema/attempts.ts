import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** Failed attempts within a window of time, one row per address or account; held here so that all nodes count together. */
export const attempts = pgTable(
  "attempts",
  {
    key: text("key").primaryKey(),
    count: integer("count").notNull(),
    endsAt: moment("ends_at").notNull(),
  },
  (table) => [index("attempts_by_end").on(table.endsAt)],
);
