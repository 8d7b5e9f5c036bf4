import { sql } from "drizzle-orm";
import { check, pgTable, smallint } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** What the database remembers of its own clock, in one row: the newest time it has shown, and the one it showed last. */
export const clockMarks = pgTable(
  "clock_marks",
  {
    id: smallint("id").primaryKey().default(1),
    newest: moment("newest").notNull(),
    seenAt: moment("seen_at").notNull(),
  },
  (table) => [check("clock_marks_one", sql`${table.id} = 1`)],
);
