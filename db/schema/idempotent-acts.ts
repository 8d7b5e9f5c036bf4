import { index, jsonb, pgTable } from "drizzle-orm/pg-core";
import { bytes, moment } from "./columns";

/** Acts that came with a key of their own, and what was answered: the same key again gets the same answer, and nothing is done twice. */
export const idempotentActs = pgTable(
  "idempotent_acts",
  {
    /** SHA-256 of who asked and the key. */
    keyHash: bytes("key_hash").primaryKey(),
    /** SHA-256 of what was asked. */
    requestHash: bytes("request_hash").notNull(),
    answer: jsonb("answer").notNull(),
    at: moment("at").notNull().defaultNow(),
  },
  (table) => [index("idempotent_acts_by_time").on(table.at)],
);
