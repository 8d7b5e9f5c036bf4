import { bigint, index, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";
import { users } from "./directory";
import { licenses } from "./licenses";

/** A user holds a license: one ticked box. A trigger keeps `licenses.granted` and holds the limit of named licenses. */
export const grants = pgTable(
  "grants",
  {
    userId: bigint("user_id", { mode: "bigint" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    licenseId: uuid("license_id")
      .notNull()
      .references(() => licenses.id),
    grantedAt: moment("granted_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: "grants_pkey", columns: [table.userId, table.licenseId] }),
    index("grants_by_license").on(table.licenseId, table.userId),
  ],
);
