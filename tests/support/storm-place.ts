import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { cleanInstallation } from "@/tests/support/clean-installation";
import type { Issuer } from "@/tests/support/issuer";
import { type OwnPostgres, startOwnPostgres } from "@/tests/support/own-postgres";
import { childrenOf } from "@/tests/support/processes";
import type { Mishap } from "@/tests/support/storm";

const WORKERS = 2;

export type StormPlace = {
  database: OwnPostgres;
  server: AppServer;
  /** Straight into the database; broken connections are made anew. */
  sql: postgres.Sql;
  clean(): Promise<void>;
  stop(): Promise<void>;
};

/** Two server processes, unless told how many, at one address on a durable PostgreSQL of their own; use cases called from here go there too. */
export async function openStormPlace(
  issuer: Issuer,
  settings: Record<string, string> = {},
  workers = WORKERS,
): Promise<StormPlace> {
  const database = await startOwnPostgres(settings);
  process.env.DATABASE_URL = database.url;
  process.env.DATABASE_POOL_SIZE = "4";
  const started = {
    databaseUrl: database.url,
    issuersPath: issuer.issuersPath,
    options: ["--workers", String(workers)],
  };
  const server = await startAppServer(started);
  // The driver's own question for types would be refused to nobody while the database is away.
  const options = { max: 4, fetch_types: false, connect_timeout: 5, backoff: () => 0.1, onnotice: () => {} };
  const sql = postgres(database.url, options);
  return {
    database,
    server,
    sql,
    clean: () => cleanInstallation(sql),
    stop: async () => {
      await server.stop();
      await sql.end({ timeout: 2 });
      await database.stop();
    },
  };
}

/** The whole database is killed and comes back. */
export function databaseKills({ database }: StormPlace, times: number): Mishap {
  return { name: "database kills", times, happen: () => database.kill() };
}

/** One of the server processes is killed; the first process puts another in its place. */
export function nodeKills({ server }: StormPlace, times: number): Mishap {
  let turn = 0;
  const happen = async () => {
    // As many as there were, since the pause before one is replaced grows with every kill.
    while (childrenOf(server.pid).length < WORKERS) await sleep(50);
    const workers = childrenOf(server.pid);
    const victim = workers[turn++ % WORKERS];
    if (victim !== undefined) process.kill(victim, "SIGKILL");
  };
  return { name: "node kills", times, happen };
}

/** PostgreSQL ends one of the server processes' connections, one with a statement under way if there is one. */
export function backendKills({ sql }: StormPlace, times: number): Mishap {
  const happen = async () => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'seatwise' and datname = current_database() order by state <> 'active', random() limit 1`;
  };
  return { name: "backend kills", times, happen };
}
