import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, text, unique } from "drizzle-orm/pg-core";
import { bytes, moment } from "./columns";
import { users } from "./directory";

/** A person's token for scripts. It takes no seat; of the secret only the SHA-256 stands here. */
export const accessTokens = pgTable(
  "access_tokens",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    userId: bigint("user_id", { mode: "bigint" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    scope: text("scope").notNull(),
    tokenHash: bytes("token_hash").notNull().unique("access_tokens_hash"),
    createdAt: moment("created_at").notNull().defaultNow(),
    endsAt: moment("ends_at").notNull(),
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [
    index("access_tokens_by_end").on(table.endsAt),
    unique("access_tokens_name").on(table.userId, table.name),
    check("access_tokens_scope", sql`${table.scope} in ('read', 'write')`),
  ],
);
