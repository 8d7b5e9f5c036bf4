import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, moment } from "./columns";

/** Who did what, when, to whom: one row per change, written by the statement that makes the change. No foreign keys: history outlives its subjects. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    // When it was written: what an act waited for comes before it.
    at: moment("at").notNull().default(sql`clock_timestamp()`),
    act: text("act").notNull(),
    actId: uuid("act_id").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    userId: bigint("user_id", { mode: "bigint" }),
    licenseId: uuid("license_id"),
    before: jsonb("before"),
    after: jsonb("after"),
  },
  (table) => [
    index("audit_entries_by_time").on(table.at, table.id),
    index("audit_entries_by_user").on(table.userId, table.id),
    index("audit_entries_by_license").on(table.licenseId, table.id),
    index("audit_entries_by_actor").on(table.actorKind, table.actorId, table.id),
    index("audit_entries_by_act").on(table.actId),
  ],
);

/**
 * The hash chain over the audit entries, sealed in small batches after the fact, so that writes never wait for it.
 * `position` is the order in the chain; each hash covers the one before and the whole entry.
 */
export const auditSeals = pgTable("audit_seals", {
  position: bigint("position", { mode: "bigint" }).primaryKey(),
  entryId: bigint("entry_id", { mode: "bigint" }).notNull().unique("audit_seals_entry"),
  hash: bytes("hash").notNull(),
});
