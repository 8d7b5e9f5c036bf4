import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";
import { certificates } from "./customers";

/**
 * One product's line of a certificate.
 * `granted` counts the grants and is moved by the trigger on `grants` alone; for a named license it is what the limit holds.
 * `seated` counts the rows of `seats`, lapsed ones too, and is moved by the trigger on `seats` alone.
 */
export const licenses = pgTable(
  "licenses",
  {
    id: uuid("id").primaryKey(),
    certificateId: uuid("certificate_id")
      .notNull()
      .references(() => certificates.id),
    product: text("product").notNull(),
    name: text("name"),
    competitive: boolean("competitive").notNull(),
    limit: integer("limit").notNull(),
    notBefore: moment("not_before").notNull(),
    notAfter: moment("not_after").notNull(),
    scope: text("scope").array().notNull(),
    withdrawnAt: moment("withdrawn_at"),
    granted: integer("granted").notNull().default(0),
    seated: integer("seated").notNull().default(0),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    check("licenses_limit_range", sql`${table.limit} between 1 and 10000000`),
    check("licenses_term_order", sql`${table.notBefore} < ${table.notAfter}`),
    check("licenses_product_form", sql`${table.product} ~ '^[A-Z][A-Z0-9_]{0,63}$'`),
    check("licenses_chat_is_named", sql`not (${table.competitive} and ${table.product} = 'CHAT')`),
    check("licenses_granted_not_negative", sql`${table.granted} >= 0`),
    check("licenses_seated_not_negative", sql`${table.seated} >= 0`),
    index("licenses_by_term").on(table.notAfter).where(sql`${table.withdrawnAt} is null`),
    index("licenses_by_certificate").on(table.certificateId),
  ],
);
