import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, text, unique } from "drizzle-orm/pg-core";
import { moment } from "./columns";
import { domains } from "./directory";

/** A chat gateway or an email profile. How many of a kind may be enabled at once, in all domains, a license says. */
export const channels = pgTable(
  "channels",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").notNull(),
    domainId: bigint("domain_id", { mode: "bigint" })
      .notNull()
      .references(() => domains.id),
    name: text("name").notNull(),
    enabledAt: moment("enabled_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    unique("channels_name").on(table.domainId, table.kind, table.name),
    check("channels_kind", sql`${table.kind} in ('chat_gateway', 'email_profile')`),
    index("channels_enabled").on(table.kind).where(sql`${table.enabledAt} is not null`),
  ],
);
