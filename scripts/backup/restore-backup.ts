import { readMigrationFiles } from "drizzle-orm/migrator";
import type { TransactionSql } from "postgres";
import { withConnection } from "@/scripts/backup/connection";
import { loadTables } from "@/scripts/backup/load-tables";
import { type BackupHead, readBackup } from "@/scripts/backup/read-file";
import { readCollationVersion } from "@/scripts/backup/stored-tables";
import { applyMigrations, clearDatabase, refuseForeign, refuseFull, refuseServed } from "@/scripts/backup/target";
import { checkServer, MIGRATIONS, raiseWalls } from "@/scripts/migrate.mjs";
import { PlainError } from "@/scripts/plain-error.mjs";

export type Restored = { takenAt: Date; rows: number; migrations: number };

/** `force`: over an installation that stands there; `dryRun`: everything is done and taken back. */
export type RestoreOptions = { force: boolean; dryRun: boolean; actorName: string };

class TakenBack extends Error {}

/**
 * Makes a database what it was when the backup was taken, and brings it to the schema of this version: all in one
 * transaction, so that it happens completely or not at all. The file is read to its end before the database is touched.
 * @throws PlainError with what stands against it: the file, its version, who is connected, what stands there already.
 */
export async function restoreBackup(databaseUrl: string, path: string, options: RestoreOptions): Promise<Restored> {
  const head = await checkFile(path);
  const migrations = readMigrationFiles({ migrationsFolder: MIGRATIONS });
  checkMigrations(path, head, migrations);
  const known = migrations.slice(0, head.migrations.length);
  const later = migrations.slice(head.migrations.length);
  const restored = { takenAt: new Date(head.takenAt), rows: 0, migrations: later.length };
  const act = async (sql: TransactionSql) => {
    await checkServer(sql);
    await refuseServed(sql);
    await refuseForeign(sql, migrations);
    if (!options.force) await refuseFull(sql);
    await clearDatabase(sql);
    await applyMigrations(sql, known);
    restored.rows = await loadTables(sql, readBackup(path));
    await recountUsers(sql, head);
    await freeSeats(sql);
    await applyMigrations(sql, later);
    await raiseWalls(sql, console.error);
    await note(sql, restored, options.actorName);
    await sql`analyze`;
    if (options.dryRun) throw new TakenBack();
  };
  await withConnection(databaseUrl, (sql) => sql.begin(act)).catch((error) => {
    if (!(error instanceof TakenBack)) throw error;
  });
  return restored;
}

async function checkFile(path: string): Promise<BackupHead> {
  let head: BackupHead | null = null;
  for await (const part of readBackup(path)) if (part.kind === "head") head = part;
  if (head === null) throw new PlainError(`${path} is no backup of Seatwise.`);
  return head;
}

function checkMigrations(path: string, { migrations }: BackupHead, ours: { hash: string }[]): void {
  const strange = migrations.findIndex((hash, index) => ours[index]?.hash !== hash);
  if (strange === -1) return;
  throw new PlainError(
    strange === ours.length
      ? `${path} was made by a newer version of Seatwise. Restore it with that version.`
      : `${path} was made by another version of Seatwise, which this one does not come from. Restore it with that version.`,
  );
}

/** Names may be sorted in another order here; how many users there are between two names is counted anew then. */
async function recountUsers(sql: TransactionSql, { collation }: BackupHead): Promise<void> {
  const [found] = await sql`select to_regclass('public.user_buckets') is not null as is_there`;
  if (!found?.is_there || (collation !== null && collation === (await readCollationVersion(sql)))) return;
  await sql`delete from user_buckets`;
  await sql`
    insert into user_buckets (scope, name, user_id, users)
    select s.scope, case when s.nth = 1 then '' else s.name end, case when s.nth = 1 then 0 else s.id end,
      least(2000, s.total - s.nth + 1)
    from (
      select c.scope, u.name, u.id, row_number() over (partition by c.scope order by u.name, u.id) as nth,
        count(*) over (partition by c.scope) as total
      from users u cross join lateral (values (0::bigint), (u.domain_id)) c(scope)) s
    where s.nth % 2000 = 1`;
}

/** Nobody is signed in to a restored installation, so no seat is taken either. */
async function freeSeats(sql: TransactionSql): Promise<void> {
  const [found] = await sql`
    select exists (select from information_schema.columns where table_schema = 'public' and table_name = 'licenses' and column_name = 'seated')
      as is_counted`;
  if (found?.is_counted) await sql`update licenses set seated = 0 where seated > 0`;
}

/** The audit list goes on from where it was, and says so itself. */
async function note(sql: TransactionSql, { takenAt, rows }: Restored, actorName: string): Promise<void> {
  const after = { backupTakenAt: takenAt.toISOString(), rows };
  await sql`
    insert into audit_entries (act, act_id, actor_kind, actor_name, after)
    values ('restore_backup', gen_random_uuid(), 'command', ${actorName}, ${sql.json(after)})`;
}
