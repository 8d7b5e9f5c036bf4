import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { byteText, moment, personText } from "./columns";

const id = () => bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity();

/** A tenant of the customer. Its name is dotted and lower case, because sign-in forms accept only `user@domain.tld`. */
export const domains = pgTable(
  "domains",
  {
    id: id(),
    name: text("name").notNull().unique("domains_name"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    check(
      "domains_name_form",
      sql`${table.name} ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$'`,
    ),
  ],
);

export const users = pgTable(
  "users",
  {
    id: id(),
    domainId: bigint("domain_id", { mode: "bigint" })
      .notNull()
      .references(() => domains.id),
    username: text("username").notNull(),
    name: personText("name").notNull(),
    passwordHash: text("password_hash"),
    disabledAt: moment("disabled_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    unique("users_username").on(table.domainId, table.username),
    check("users_username_lower", sql`${table.username} = lower(${table.username}) and ${table.username} <> ''`),
    index("users_by_name").on(table.name, table.id),
    index("users_by_domain_and_name").on(table.domainId, table.name, table.id),
  ],
);

/** The words of each user's name and username, folded to lower case: any beginning of any word is one index range. */
export const userWords = pgTable(
  "user_words",
  {
    word: byteText("word").notNull(),
    userId: bigint("user_id", { mode: "bigint" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ name: "user_words_pkey", columns: [table.word, table.userId] }),
    index("user_words_by_user").on(table.userId),
  ],
);

/** A role's rights add up with those of the user's other roles; `*` stands for all of them. */
export const roles = pgTable("roles", {
  id: id(),
  name: text("name").notNull().unique("roles_name"),
  permissions: text("permissions").array().notNull(),
  sections: text("sections").array().notNull(),
});

export const userRoles = pgTable(
  "user_roles",
  {
    userId: bigint("user_id", { mode: "bigint" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    roleId: bigint("role_id", { mode: "bigint" })
      .notNull()
      .references(() => roles.id),
  },
  (table) => [
    primaryKey({ name: "user_roles_pkey", columns: [table.userId, table.roleId] }),
    index("user_roles_by_role").on(table.roleId),
  ],
);
