import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { byteText, moment, personText } from "./columns";

const id = () => bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity();

/** A tenant of the customer. Its name is dotted and lower case, because sign-in forms accept only `user@domain.tld`. */
export const domains = pgTable(
  "domains",
  {
    id: id(),
    name: text("name").notNull().unique("domains_name"),
    disabledAt: moment("disabled_at"),
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
    // With all that a page of users shows, so that it is read from the index alone.
    index("users_by_name").on(table.name, table.id, table.domainId, table.username, table.disabledAt),
    index("users_by_domain_and_name").on(table.domainId, table.name, table.id, table.username, table.disabledAt),
    index("users_by_address").on(table.username, table.id),
    index("users_disabled").on(table.name, table.id).where(sql`${table.disabledAt} is not null`),
    index("users_disabled_by_domain")
      .on(table.domainId, table.name, table.id)
      .where(sql`${table.disabledAt} is not null`),
  ],
);

/**
 * How many users there are from one (name, id) to the next, in all domains (scope 0) and in each: what a page of any depth
 * is found by. Triggers keep the counts exact, some 2,000 users in each row.
 */
export const userBuckets = pgTable(
  "user_buckets",
  {
    scope: bigint("scope", { mode: "bigint" }).notNull(),
    name: personText("name").notNull(),
    userId: bigint("user_id", { mode: "bigint" }).notNull(),
    users: integer("users").notNull(),
  },
  (table) => [
    primaryKey({ name: "user_buckets_pkey", columns: [table.scope, table.name, table.userId] }),
    check("user_buckets_not_negative", sql`${table.users} >= 0`),
  ],
);

/**
 * The words of each user's name and username, folded to lower case: any beginning of any word is one index range, in the
 * order of word and name. `shared`: how many characters the word begins with that the user's word before it begins with
 * too, so that a range has each user once where it is less than what was typed.
 */
export const userWords = pgTable(
  "user_words",
  {
    word: byteText("word").notNull(),
    userId: bigint("user_id", { mode: "bigint" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    domainId: bigint("domain_id", { mode: "bigint" }).notNull(),
    name: personText("name").notNull(),
    shared: integer("shared").notNull(),
    username: text("username").notNull(),
    disabledAt: moment("disabled_at"),
  },
  (table) => {
    const { domainId, word, name, userId, shared, username, disabledAt } = table;
    return [
      primaryKey({ name: "user_words_pkey", columns: [userId, word] }),
      index("user_words_by_word").on(word, name, userId, shared, domainId, username, disabledAt),
      index("user_words_by_domain").on(domainId, word, name, userId, shared, username, disabledAt),
      index("user_words_counted").on(word, shared),
    ];
  },
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
