import { bigint, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { users } from "./directory";

/** What a person chose and wants to find again, such as the columns of the matrix. */
export const userPreferences = pgTable(
  "user_preferences",
  {
    userId: bigint("user_id", { mode: "bigint" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    value: jsonb("value").notNull(),
  },
  (table) => [primaryKey({ name: "user_preferences_pkey", columns: [table.userId, table.name] })],
);
