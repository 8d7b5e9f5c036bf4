import { sql } from "drizzle-orm";
import { boolean, check, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** Every certificate that was ever applied. Its `jti` is its identity: one certificate has many spellings. */
export const certificates = pgTable("certificates", {
  id: uuid("id").primaryKey(),
  customerId: uuid("customer_id").notNull(),
  keyId: text("key_id").notNull(),
  issuer: text("issuer").notNull(),
  issuedAt: moment("issued_at").notNull(),
  text: text("text").notNull(),
  importedAt: moment("imported_at").notNull().defaultNow(),
});

/** The one customer that this installation serves; the first import binds it. */
export const customers = pgTable(
  "customers",
  {
    id: uuid("id").primaryKey(),
    only: boolean("only").notNull().default(true).unique("customers_only_one"),
    organization: text("organization").notNull(),
    certificateId: uuid("certificate_id")
      .notNull()
      .references(() => certificates.id),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [check("customers_only_true", sql`${table.only}`)],
);
