import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startPostgres } from "@/scripts/postgres-server.mjs";
import { liveIn } from "@/tests/support/lived-in";
import { everyRow } from "@/tests/support/stored";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

type Server = Awaited<ReturnType<typeof startPostgres>>;

/** Runs `npm run admin -- …` in a folder of its own, on one of the two servers. */
function admin(url: string, folder: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, DATABASE_URL: url, INIT_CWD: folder };
  return new Promise((done) => {
    const child = execFile(process.execPath, ["scripts/admin.mjs", ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end("battery staple\n");
  });
}

/** What is not rows: tables, constraints, indexes, functions, triggers and whether they are awake, row security, rights. */
function schemaOf(database: typeof sql) {
  return database`
    select c.relname as name, c.relkind::text as kind, c.relrowsecurity, c.relforcerowsecurity, c.relacl::text as rights, null as body
    from pg_class c where c.relnamespace = 'public'::regnamespace
    union all select conname, 'constraint', convalidated, false, null, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select tgname, tgenabled::text, false, false, null, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select proname, 'function', prosecdef, false, proacl::text, pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
    union all select polname, 'policy', polpermissive, false, null, pg_get_expr(polqual, polrelid) from pg_policy
    order by 1, 2, 6`;
}

describe("the drill: a backup on an empty server", { timeout: 120_000 }, () => {
  const scratch = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "drill-"));
  let empty: Server;
  let restored: typeof sql;

  beforeAll(async () => {
    empty = await startPostgres({
      dataDir: mkdtempSync(join(resolve(".cache/test"), "drill-")),
      settings: { fsync: "off" },
    });
    restored = postgres(empty.url, { max: 1, onnotice: () => {} });
  });

  afterAll(async () => {
    await restored.end();
    await empty.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  beforeEach(() => liveIn(issuer));

  it("brings back every row of every table but sessions, and goes on from there", async () => {
    const taken = await admin(databaseUrl, scratch, "backup");
    expect(taken).toMatchObject({ code: 0, err: "" });
    const [file = ""] = readdirSync(scratch);
    expect(file).toMatch(/^seatwise-\d{8}T\d{6}Z\.backup$/);
    const path = join(scratch, file);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(taken.out).toContain(createHash("sha256").update(readFileSync(path)).digest("hex"));
    const before = await everyRow();
    for (const [table, rows] of Object.entries(before)) expect(rows, table).not.toHaveLength(0);

    const tried = await admin(empty.url, scratch, "restore", file, "--dry-run");
    expect(tried).toMatchObject({ code: 0, out: expect.stringContaining("Nothing was changed."), err: "" });
    expect(await restored`select 1 from pg_tables where schemaname in ('public', 'drizzle')`).toHaveLength(0);
    expect(await admin(empty.url, scratch, "restore", file)).toMatchObject({ code: 0, err: "" });

    const after = await everyRow(restored);
    const noted = after.audit_entries?.filter((row) => !before.audit_entries?.includes(row));
    expect(noted?.map((row) => JSON.parse(row).act)).toEqual(["restore_backup"]);
    const whole = { ...after, audit_entries: after.audit_entries?.filter((row) => !noted?.includes(row)) };
    // Who was signed in is not in it, and what was counted of them neither.
    const licenses = before.licenses?.map((row) => row.replace(/"seated": [1-9]\d*/, '"seated": 0')) ?? [];
    expect(licenses).not.toEqual(before.licenses);
    expect(whole).toEqual({ ...before, licenses, sessions: [], seats: [] });
    expect(await restored`select * from attempts`).toEqual(await sql`select * from attempts`);
    expect(await schemaOf(restored)).toEqual(await schemaOf(sql));

    expect(await admin(empty.url, scratch, "audit", "verify")).toMatchObject({ code: 0 });
    const added = await admin(empty.url, scratch, "user", "add", "new@acme.example", "--name", "New");
    expect(added).toMatchObject({ code: 0, err: "" });
    const [ids] =
      await restored`select max(id) = (select max(id) from users where username <> 'new') + 1 as is_next from users`;
    expect(ids?.is_next).toBe(true);
    expect(await restored`select sum(users)::int as users from user_buckets where scope = 0`).toEqual(
      await restored`select count(*)::int as users from users`,
    );
  });
});
