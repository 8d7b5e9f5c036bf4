import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { afterEach, describe, expect, it } from "vitest";
import { migrate } from "@/scripts/migrate.mjs";
import { createEmptyDatabase, dropDatabase } from "@/tests/support/template-database";
import { DATABASE_NAME } from "@/tests/support/worker-database";

describe("migrating", () => {
  const name = `${DATABASE_NAME}_migrate`;

  afterEach(() => dropDatabase(name));

  it("an empty database on several nodes at once does it once", async () => {
    const url = await createEmptyDatabase(name);
    await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    const applied = await sql`select hash from drizzle.__drizzle_migrations`;
    const roles = await sql`select name from roles`;
    await sql.end();
    expect(applied).toHaveLength(readdirSync("db/migrations").filter((file) => file.endsWith(".sql")).length);
    expect(roles).toEqual([{ name: "sysadmin" }]);
  });

  it("again changes nothing", async () => {
    const url = await createEmptyDatabase(name);
    await migrate(url);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    await sql`insert into domains (name) values ('acme.example')`;
    await migrate(url);
    expect(await sql`select name from domains`).toEqual([{ name: "acme.example" }]);
    await sql.end();
  });

  it("refuses a database that cannot hold every name, in a sentence that says how to make one", async () => {
    const url = new URL(await createEmptyDatabase(name));
    await dropDatabase(name);
    url.pathname = "/postgres";
    const sql = postgres(url.href, { max: 1, onnotice: () => {} });
    await sql.unsafe(`create database ${name} encoding 'LATIN1' locale_provider libc locale 'C' template template0`);
    await sql.end();
    url.pathname = `/${name}`;
    await expect(migrate(url.href)).rejects.toThrow(
      /encoding LATIN1 and needs UTF8.*createdb --encoding UTF8 --template template0/,
    );
  });

  it("leaves nothing to generate: the migrations make exactly the schema of the code", () => {
    const scratch = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "schema-"));
    try {
      for (const part of ["db", "lib", "drizzle.config.ts", "tsconfig.json", "package.json"]) {
        cpSync(part, join(scratch, part), { recursive: true });
      }
      symlinkSync(resolve("node_modules"), join(scratch, "node_modules"));
      const before = readdirSync(join(scratch, "db/migrations"));
      const kit = join(scratch, "node_modules/drizzle-kit/bin.cjs");
      const said = execFileSync(process.execPath, [kit, "generate"], { cwd: scratch, encoding: "utf8", stdio: "pipe" });
      expect(said).toContain("No schema changes");
      expect(readdirSync(join(scratch, "db/migrations"))).toEqual(before);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});
