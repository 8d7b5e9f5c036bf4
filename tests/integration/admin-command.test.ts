import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { parseCommand, UsageError } from "@/scripts/admin-arguments";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { issuer, sql } from "@/tests/support/worker-database";

/** Runs `npm run admin -- …` on the test's database. */
async function admin(args: string[], input = "") {
  const child = spawn(process.execPath, ["scripts/admin.mjs", ...args]);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => void child.on("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

// Each command is a process of its own, which takes seconds to start on a busy machine.
describe("the operator's command", { timeout: 120_000 }, () => {
  it("adds a domain, a role and a user who can sign in, as the account of the machine", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    expect(await admin(["domain", "add", "acme.example"])).toMatchObject({ code: 0, err: "" });
    const rights = ["--permission", "read", "--permission", "write", "--section", "admin"];
    expect(await admin(["role", "set", "chief", ...rights])).toMatchObject({ code: 0, err: "" });
    const user = ["user", "add", "admin@acme.example", "--name", "Олена", "--role", "sysadmin", "--role", "chief"];
    expect(await admin(user, "correct horse\n")).toMatchObject({ code: 0, err: "" });
    await expect(signIn("admin@acme.example", "correct horse")).resolves.toBeDefined();
    expect(await admin(["user", "password", "admin@acme.example"], "battery staple\r\n")).toMatchObject({ code: 0 });
    await expect(signIn("admin@acme.example", "battery staple")).resolves.toBeDefined();
    const entries = await sql`select act, actor_id from audit_entries where actor_kind = 'command' order by id`;
    expect(entries.map(({ act }) => act)).toEqual(["add_domain", "set_role", "add_user", "set_password"]);
  });

  it("says in one sentence why not, with exit code 1", async () => {
    const refused = await admin(["user", "add", "admin@nowhere.example", "--name", "A"], "correct horse\n");
    expect(refused).toEqual({
      code: 1,
      out: "",
      err: "Nothing was done: check that the domain of the user was added before.\n",
    });
  });

  it.each([
    [[]],
    [["domain"]],
    [["domain", "add"]],
    [["domain", "add", "acme.example", "globex.example"]],
    [["domain", "add", "acme.example", "--name", "Acme"]],
    [["user", "add", "admin@acme.example"]],
    [["user", "add", "admin@acme.example", "--name", "A", "--password", "secret"]],
    [["role", "set", "chief", "--permission", "read"]],
    [["user", "remove", "admin@acme.example"]],
  ])("does not take %j for a command", (args) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
  });

  it("shows how it is used, with exit code 2, or 0 when asked", async () => {
    const usage = expect.stringContaining("Usage:");
    expect(await admin(["domain", "frobnicate"])).toEqual({ code: 2, out: "", err: usage });
    expect(await admin(["user", "--help"])).toEqual({ code: 0, out: usage, err: "" });
  });
});
