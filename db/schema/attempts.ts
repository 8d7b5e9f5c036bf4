import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** Failed attempts within a window of time, and what is known meanwhile (`lib/access/attempts.ts`), a row for each key; held here so that all nodes count together. */
export const attempts = pgTable(
  "attempts",
  {
    key: text("key").primaryKey(),
    count: integer("count").notNull(),
    endsAt: moment("ends_at").notNull(),
  },
  (table) => [index("attempts_by_end").on(table.endsAt)],
);
