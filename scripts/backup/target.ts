import type { readMigrationFiles } from "drizzle-orm/migrator";
import type { TransactionSql } from "postgres";
import { quoted } from "@/scripts/backup/stored-tables";
import { LOCK_KEY } from "@/scripts/migrate.mjs";
import { PlainError } from "@/scripts/plain-error.mjs";

type Migrations = ReturnType<typeof readMigrationFiles>;

/** A server that runs would write between the rows of the backup, and keep people signed in who are not in it. */
export async function refuseServed(sql: TransactionSql): Promise<void> {
  const [lock] = await sql<{ held: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK_KEY}) as held`;
  const [served] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name = 'seatwise'`;
  if (lock?.held && served?.count === 0) return;
  throw new PlainError(
    "Seatwise is connected to this database, or a backup of it is being taken. Stop every node first.",
  );
}

const MADE = /^\s*create table "?(\w+)/gim;

/**
 * Whoever shares a database with us must not lose anything, whatever we are told to overwrite: neither tables beside ours,
 * nor those of another application that keeps its migrations where we keep ours.
 */
export async function refuseForeign(sql: TransactionSql, migrations: Migrations): Promise<void> {
  const [journal] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as is_there`;
  const [first] = journal?.is_there ? await sql`select hash from drizzle.__drizzle_migrations order by id limit 1` : [];
  const isOurs = first === undefined || first.hash === migrations[0]?.hash;
  const made = migrations.flatMap((each) =>
    each.sql.flatMap((text) => [...text.matchAll(MADE)].map(([, name]) => name)),
  );
  const found = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f', 'v', 'm')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;
  const isKnown = first !== undefined && found.every(({ name }) => made.includes(name));
  if (isOurs && (found.length === 0 || isKnown)) return;
  throw new PlainError("This database holds tables that are not Seatwise's. Make a database of its own for it.");
}

/** Every act leaves an audit entry, so an installation without any is as the migrations left it. */
export async function refuseFull(sql: TransactionSql): Promise<void> {
  const [found] = await sql`select to_regclass('public.audit_entries') is not null as is_there`;
  if (!found?.is_there) return;
  const [full] = await sql`
    select exists (select from audit_entries) or exists (select from users) or exists (select from domains)
      or exists (select from certificates) as is_full`;
  if (!full?.is_full) return;
  throw new PlainError(
    "There is an installation in this database already. Back it up and add --force to replace it, or name an empty database.",
  );
}

const OF_EXTENSION = "exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')";

/** Removes tables and functions one by one: the schema itself may hold extensions, and rights that its owner gave. */
export async function clearDatabase(sql: TransactionSql): Promise<void> {
  for (const { name } of await sql.unsafe<{ name: string }[]>(
    `select relname as name from pg_class o where relnamespace = 'public'::regnamespace and relkind = 'r' and not ${OF_EXTENSION}`,
  )) {
    await sql.unsafe(`drop table public.${quoted(name)} cascade`);
  }
  for (const { signature } of await sql.unsafe<{ signature: string }[]>(
    `select oid::regprocedure::text as signature from pg_proc o where pronamespace = 'public'::regnamespace and not ${OF_EXTENSION}`,
  )) {
    await sql.unsafe(`drop routine if exists ${signature} cascade`);
  }
  await sql`drop schema if exists drizzle cascade`;
}

/** As the migrator does it, within our transaction: statements, then the line that says they were applied. */
export async function applyMigrations(sql: TransactionSql, migrations: Migrations): Promise<void> {
  await sql`create schema if not exists drizzle`;
  await sql`
    create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  for (const { sql: statements, hash, folderMillis } of migrations) {
    for (const statement of statements) await sql.unsafe(statement);
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`;
  }
}
