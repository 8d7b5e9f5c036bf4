import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { parseCommand, UsageError } from "@/scripts/admin-arguments";
import { rolesOf } from "@/tests/support/clerks";
import { addPerson, SYSTEM } from "@/tests/support/people";
import { sql } from "@/tests/support/worker-database";

/** Runs `npm run admin -- …` on the test's database, from a folder of its own. */
async function admin(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, ["scripts/admin.mjs", ...args], { env: { ...process.env, INIT_CWD: folder } });
  child.stdin.end();
  const ended = new Promise<number | null>((resolve) => void child.on("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

// Each command is a process of its own, which takes seconds to start on a busy machine.
describe("the operator's command", { timeout: 120_000 }, () => {
  it("previews a list and imports it", async () => {
    await addDomain(SYSTEM, "acme.example");
    const folder = await mkdtemp(join(tmpdir(), "list-"));
    const list = "domain,username,name,roles,disabled\nacme.example,anna,Anna,sysadmin,\nghost.example,x,X,,\n";
    await writeFile(join(folder, "users.csv"), list);
    const refused = "line 3: x@ghost.example: there is no such domain\n";
    expect(await admin(folder, "user", "import", "users.csv", "--dry-run")).toEqual({
      code: 1,
      out: `line 2: anna@acme.example: New\n${refused}Would add: 1, would change: 0, unchanged: 0, would refuse: 1.\nNothing was changed.\n`,
      err: "",
    });
    expect(await sql`select 1 from users`).toHaveLength(0);
    expect(await admin(folder, "user", "import", "users.csv")).toEqual({
      code: 1,
      out: `${refused}Added: 1, changed: 0, unchanged: 0, refused: 1.\n`,
      err: "",
    });
    const [anna] = await sql`select id::text from users where username = 'anna'`;
    expect(await rolesOf(String(anna?.id))).toEqual(["sysadmin"]);
  });

  it("renames users and changes their roles", async () => {
    const { id, address } = await addPerson("anna@acme.example", { roles: ["sysadmin"] });
    expect(await admin(tmpdir(), "user", "edit", address, "--name", "Anna Lee")).toMatchObject({ code: 0, err: "" });
    expect(await sql`select name from users`).toEqual([{ name: "Anna Lee" }]);
    expect(await admin(tmpdir(), "user", "roles", address)).toMatchObject({ code: 0, err: "" });
    expect(await rolesOf(id)).toEqual([]);
  });

  it("disables, enables and deletes users, and deletes a domain", async () => {
    const { address } = await addPerson("anna@acme.example");
    const folder = tmpdir();
    expect(await admin(folder, "user", "disable", address)).toMatchObject({ code: 0, err: "" });
    expect(await sql`select 1 from users where disabled_at is not null`).toHaveLength(1);
    expect(await admin(folder, "user", "enable", address)).toMatchObject({ code: 0, err: "" });
    expect(await admin(folder, "domain", "delete", "acme.example")).toMatchObject({ code: 1, out: "" });
    expect(await admin(folder, "user", "delete", address)).toMatchObject({ code: 0, err: "" });
    expect(await admin(folder, "domain", "delete", "acme.example")).toMatchObject({ code: 0, err: "" });
    expect(await sql`select 1 from domains`).toHaveLength(0);
  });

  it("renames, disables and enables a domain", async () => {
    await addDomain(SYSTEM, "tpyo.example");
    const name = ["domain", "rename", "tpyo.example", "--name", "typo.example"];
    expect(await admin(tmpdir(), ...name)).toEqual({
      code: 0,
      out: "Renamed the domain tpyo.example to typo.example.\n",
      err: "",
    });
    await addPerson("anna@typo.example");
    const told = "sessions ended: 0, licenses revoked: 0, channels disabled: 0";
    expect(await admin(tmpdir(), "domain", "disable", "typo.example")).toEqual({
      code: 0,
      out: `Disabled the domain typo.example; ${told}.\n`,
      err: "",
    });
    expect(await sql`select 1 from domains where disabled_at is not null`).toHaveLength(1);
    expect(await admin(tmpdir(), "domain", "enable", "typo.example")).toMatchObject({ code: 0, err: "" });
    expect(await admin(tmpdir(), "domain", "rename", "typo.example", "--name", "b.example")).toMatchObject({
      code: 1,
      out: "",
    });
  });

  it("adds, lists and deletes a role", async () => {
    await admin(
      tmpdir(),
      "role",
      "set",
      "auditor",
      "--permission",
      "read",
      "--section",
      "admin",
      "--section",
      "admin/audit",
    );
    expect(await admin(tmpdir(), "role", "list")).toEqual({
      code: 0,
      out: "auditor\tread\tadmin,admin/audit\tusers: 0\nsysadmin\t*\t*\tusers: 0\n",
      err: "",
    });
    expect(await admin(tmpdir(), "role", "delete", "auditor")).toMatchObject({ code: 0, err: "" });
    expect(await admin(tmpdir(), "role", "delete", "auditor")).toEqual({
      code: 1,
      out: "",
      err: "There is no role auditor.\n",
    });
  });

  it("says in one sentence why not", async () => {
    await addPerson("anna@acme.example");
    const missing = await admin(tmpdir(), "user", "import", "no-such-file.csv");
    expect(missing).toEqual({
      code: 1,
      out: "",
      err: "Nothing was done: check that the file can be read.\n",
    });
    expect(await admin(tmpdir(), "user", "roles", "anna@acme.example", "--role", "king")).toMatchObject({
      code: 1,
      err: "Nothing was done: check that every role exists.\n",
    });
    expect(await admin(tmpdir(), "user", "delete", "ghost@acme.example")).toEqual({
      code: 1,
      out: "",
      err: "There is no user ghost@acme.example.\n",
    });
    expect(await admin(tmpdir(), "domain", "disable", "ghost.example")).toEqual({
      code: 1,
      out: "",
      err: "There is no domain ghost.example.\n",
    });
  });

  it.each([
    [["user", "import"]],
    [["user", "disable", "a@b.c", "--role", "x"]],
    [["user", "roles"]],
    [["user", "edit", "a@b.c"]],
    [["user", "delete", "a@b.c", "--dry-run"]],
    [["domain", "delete"]],
    [["domain", "rename", "a.example"]],
    [["domain", "disable", "a.example", "--name", "b.example"]],
  ])("does not take %j for a command", (args) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
  });
});
