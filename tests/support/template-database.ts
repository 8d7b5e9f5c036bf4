import postgres from "postgres";
import { migrate } from "@/scripts/migrate.mjs";

const TEMPLATE = "seatwise_template";

function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error("TEST_POSTGRES_URL is not set: run the tests with `npm test`.");
  return url;
}

/** The address of a database of the tests' server. */
export function databaseUrl(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(serverUrl(), { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Makes the migrated database that all others are copies of, unless it is there. */
export async function ensureTemplate(): Promise<void> {
  const isNew = await asAdmin(async (sql) => {
    const [found] = await sql`select 1 from pg_database where datname = ${TEMPLATE}`;
    if (!found) await sql`create database ${sql(TEMPLATE)}`;
    return !found;
  });
  if (isNew) await migrate(databaseUrl(TEMPLATE));
}

/** A fresh installation of its own in a new database; one of that name is dropped before. Answers its address. */
export async function cloneTemplate(name: string): Promise<string> {
  await asAdmin(async (sql) => {
    await sql`drop database if exists ${sql(name)} with (force)`;
    await sql`create database ${sql(name)} template ${sql(TEMPLATE)}`;
  });
  return databaseUrl(name);
}

/** A database without anything in it. Answers its address. */
export async function createEmptyDatabase(name: string): Promise<string> {
  await asAdmin(async (sql) => {
    await sql`drop database if exists ${sql(name)} with (force)`;
    await sql`create database ${sql(name)}`;
  });
  return databaseUrl(name);
}

export async function dropDatabase(name: string): Promise<void> {
  await asAdmin((sql) => sql`drop database if exists ${sql(name)} with (force)`);
}
