import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { restoreBackup } from "@/scripts/backup/restore-backup";
import { takeBackup } from "@/scripts/backup/take-backup";
import { MIGRATIONS, migrate } from "@/scripts/migrate.mjs";
import { liveIn } from "@/tests/support/lived-in";
import { addCrowd, addPerson } from "@/tests/support/people";
import { everyRow } from "@/tests/support/stored";
import { createEmptyDatabase, dropDatabase } from "@/tests/support/template-database";
import { DATABASE_NAME, databaseUrl, issuer } from "@/tests/support/worker-database";

const scratch = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "backup-"));
const TARGET = `${DATABASE_NAME}_restored`;
const file = (name: string) => join(scratch, name);
const options = { force: false, dryRun: false, actorName: "test" };

/** Does the work on a database and closes the connection. */
async function on<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

const rowsOf = (url: string) => on(url, (sql) => everyRow(sql as never));

function written(name: string, bytes: Uint8Array): string {
  writeFileSync(file(name), bytes);
  return file(name);
}

function flipped(bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  return Buffer.from(bytes.map((byte, at) => (at === middle ? byte ^ 1 : byte)));
}

const change = (sql: postgres.Sql, statement: string) => sql.unsafe(statement);

/** The backup with its content changed and packed again. */
function rewritten(name: string, alter: (text: string) => string): string {
  return written(name, gzipSync(alter(gunzipSync(readFileSync(file("good"))).toString("utf8"))));
}

/** The migrations as an older version had them. */
function olderMigrations(): string {
  const folder = mkdtempSync(file("migrations-"));
  cpSync(MIGRATIONS, folder, { recursive: true });
  const journal = join(folder, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8"));
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 19) }));
  return folder;
}

describe("a backup", { timeout: 20_000 }, () => {
  let target: string;

  beforeEach(async () => {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
    cpSync("package.json", file("package.json"));
    target = await createEmptyDatabase(TARGET);
    await liveIn(issuer);
    await takeBackup(databaseUrl, file("good"));
  });

  afterAll(async () => {
    await dropDatabase(TARGET);
    rmSync(scratch, { recursive: true, force: true });
  });

  it("never overwrites a file, and leaves no half of one", async () => {
    const good = readFileSync(file("good"));
    await expect(takeBackup(databaseUrl, file("good"))).rejects.toThrow("exists already and is not overwritten");
    await expect(takeBackup(databaseUrl, join(scratch, "no/where"))).rejects.toThrow("is not there. Make it first");
    await expect(takeBackup(target, file("other"))).rejects.toThrow("There is no installation of Seatwise");
    expect(readFileSync(file("good"))).toEqual(good);
    expect(readdirSync(scratch).toSorted()).toEqual(["good", "package.json"]);
  });

  it("waits for nobody who changes the schema", async () => {
    await on(databaseUrl, async (sql) => {
      await sql`select pg_advisory_lock(7328119)`;
      await expect(takeBackup(databaseUrl, file("other"))).rejects.toThrow("Try again when it is done.");
    });
    expect(existsSync(file("other"))).toBe(false);
  });

  it("larger than what is read at once comes to its end, every time", async () => {
    await addCrowd(2_000, "large.example", "large");
    const rows = new Set<number>();
    for (const nth of [1, 2, 3, 4, 5]) rows.add((await takeBackup(databaseUrl, file(`large${nth}`))).rows);
    expect(rows.size).toBe(1);
    expect((await restoreBackup(target, file("large5"), options)).rows).toBe([...rows][0]);
  });

  it.each([
    ["that is not there", () => file("nothing"), "is not there"],
    ["of another kind", () => file("package.json"), "is no backup of Seatwise"],
    ["packed, but of another kind", () => rewritten("odd", () => "hello\n"), "is no backup of Seatwise"],
    ["cut off", () => written("cut", readFileSync(file("good")).subarray(0, -900)), "is cut off"],
    [
      "cut off between two tables",
      () => rewritten("short", (text) => text.slice(0, text.indexOf('{"table":"grants"'))),
      "is cut off",
    ],
    ["with a flipped bit", () => written("bit", flipped(readFileSync(file("good")))), "is damaged"],
    ["with an altered row", () => rewritten("altered", (text) => text.replace("olena", "elena")), "is damaged"],
    ["with something behind its end", () => rewritten("longer", (text) => `${text}{}\n`), "is damaged"],
    ["of a newer form", () => rewritten("form", (text) => text.replace('"version":1', '"version":2')), "newer version"],
  ])("%s is refused in one sentence and changes nothing", async (_, make, sentence) => {
    await migrate(target);
    const before = await rowsOf(target);
    for (const force of [false, true]) {
      await expect(restoreBackup(target, make(), { ...options, force })).rejects.toThrow(sentence);
    }
    expect(await rowsOf(target)).toEqual(before);
  });

  it("of a newer schema, and of one that is not ours, is refused", async () => {
    await on(databaseUrl, (sql) =>
      change(sql, "insert into drizzle.__drizzle_migrations (hash, created_at) values ('new', 9e15)"),
    );
    await takeBackup(databaseUrl, file("newer"));
    await on(databaseUrl, (sql) => change(sql, "delete from drizzle.__drizzle_migrations where hash = 'new'"));
    await expect(restoreBackup(target, file("newer"), options)).rejects.toThrow("made by a newer version");
    await on(databaseUrl, (sql) =>
      change(sql, "update drizzle.__drizzle_migrations set hash = hash || 'x' where id = 3"),
    );
    await takeBackup(databaseUrl, file("strange"));
    await on(databaseUrl, (sql) =>
      change(sql, "update drizzle.__drizzle_migrations set hash = rtrim(hash, 'x') where id = 3"),
    );
    await expect(restoreBackup(target, file("strange"), options)).rejects.toThrow("another version of Seatwise");
    expect(await rowsOf(target)).toEqual({});
  });

  it("of an older version is brought forward", async () => {
    const old = await createEmptyDatabase(`${TARGET}_old`);
    await migrate(old, olderMigrations());
    await on(old, async (sql) => {
      await sql`insert into domains (name) values ('acme.example')`;
      await sql`insert into users (domain_id, username, name) select 1, 'u' || n, 'User ' || n from generate_series(1, 50) n`;
    });
    await takeBackup(old, file("old"));
    await dropDatabase(`${TARGET}_old`);
    const later = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql")).length - 19;
    expect(await restoreBackup(target, file("old"), options)).toMatchObject({ migrations: later });
    const [found] = await on(
      target,
      (sql) =>
        sql`select (select sum(users)::int from user_buckets where scope = 0) as counted, count(*)::int as users from users`,
    );
    expect(found).toEqual({ counted: 50, users: 50 });
    await expect(migrate(target)).resolves.toBeUndefined();
  });

  it("replaces an installation only when told to, and nobody else's tables ever", async () => {
    await restoreBackup(target, file("good"), options);
    const before = await rowsOf(target);
    await expect(restoreBackup(target, file("good"), options)).rejects.toThrow(
      "There is an installation in this database",
    );
    expect(await rowsOf(target)).toEqual(before);
    await addPerson("late@acme.example");
    await takeBackup(databaseUrl, file("late"));
    await restoreBackup(target, file("late"), { ...options, force: true });
    expect((await rowsOf(target)).users).toHaveLength((before.users?.length ?? 0) + 1);

    await createEmptyDatabase(TARGET);
    await on(target, (sql) => sql`create table invoices (id int)`);
    await expect(restoreBackup(target, file("good"), { ...options, force: true })).rejects.toThrow("not Seatwise's");
    expect(await rowsOf(target)).toEqual({ invoices: [] });
  });

  it.each([
    [
      "another application's, which keeps its migrations where ours are",
      "update drizzle.__drizzle_migrations set hash = 'another'",
    ],
    ["of which one is not ours", "create table invoices (id int)"],
    ["beside which somebody has made a view", "create view names as select name from users"],
  ])("is not restored over tables %s", async (_, foreign) => {
    await restoreBackup(target, file("good"), options);
    await on(target, (sql) => change(sql, foreign));
    const before = await rowsOf(target);
    await expect(restoreBackup(target, file("good"), { ...options, force: true })).rejects.toThrow("not Seatwise's");
    expect(await rowsOf(target)).toEqual(before);
  });

  it("is not restored under a server that runs, nor during a backup", async () => {
    await migrate(target);
    const server = postgres(target, { max: 1, connection: { application_name: "seatwise" } });
    await server`select 1`;
    await expect(restoreBackup(target, file("good"), options)).rejects.toThrow("Stop every node first");
    await server.end();
    await expect(restoreBackup(target, file("good"), options)).resolves.toMatchObject({ migrations: 0 });
  });

  it("that PostgreSQL refuses in the end leaves the installation as it was", async () => {
    await restoreBackup(target, file("good"), options);
    await on(databaseUrl, async (sql) => {
      await sql`set session_replication_role = replica`;
      await sql`insert into grants (user_id, license_id) select 987654321, id from licenses limit 1`;
    });
    await takeBackup(databaseUrl, file("broken"));
    const before = await rowsOf(target);
    await expect(restoreBackup(target, file("broken"), { ...options, force: true })).rejects.toThrow(
      "the table grants",
    );
    expect(await rowsOf(target)).toEqual(before);
  });
});
