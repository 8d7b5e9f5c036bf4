import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, moment } from "./columns";
import { users } from "./directory";
import { licenses } from "./licenses";

/** One sign-in of a user. The cookie or token carries a random id; only its SHA-256 stands here. */
export const sessions = pgTable(
  "sessions",
  {
    tokenHash: bytes("token_hash").primaryKey(),
    userId: bigint("user_id", { mode: "bigint" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    seenAt: moment("seen_at").notNull().defaultNow(),
    idleEndsAt: moment("idle_ends_at").notNull(),
    endsAt: moment("ends_at").notNull(),
  },
  (table) => [
    check("sessions_kind", sql`${table.kind} in ('browser', 'api')`),
    index("sessions_by_user").on(table.userId),
    index("sessions_by_idle_end").on(table.idleEndsAt),
  ],
);

/** A signed-in holder of a concurrent license. One row per user and license, however many sessions; void after `ends_at`. */
export const seats = pgTable(
  "seats",
  {
    licenseId: uuid("license_id")
      .notNull()
      .references(() => licenses.id),
    userId: bigint("user_id", { mode: "bigint" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    takenAt: moment("taken_at").notNull().defaultNow(),
    endsAt: moment("ends_at").notNull(),
  },
  (table) => [
    primaryKey({ name: "seats_pkey", columns: [table.licenseId, table.userId] }),
    index("seats_by_end").on(table.endsAt),
    index("seats_by_user").on(table.userId),
  ],
);
