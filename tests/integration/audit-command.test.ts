import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { sealAudit } from "@/lib/use-cases/audit/seal-audit";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { parseCommand, UsageError } from "@/scripts/admin-arguments";
import { SYSTEM } from "@/tests/support/people";
import { sql } from "@/tests/support/worker-database";

/** Runs `npm run admin -- audit verify` on the test's database. */
async function verify(...more: string[]) {
  const child = spawn(process.execPath, ["scripts/admin.mjs", "audit", "verify", ...more]);
  const ended = new Promise<number | null>((resolve) => void child.on("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

it("audit verify prints the head of a whole chain, and names the first row of a broken one with exit code 1", {
  timeout: 90_000,
}, async () => {
  for (const name of ["a.example", "b.example", "c.example"]) await addDomain(SYSTEM, name);
  await sealAudit();
  await addDomain(SYSTEM, "d.example");
  const [head] = await sql`select encode(hash, 'hex') as hash from audit_seals where position = 3`;
  expect(await verify()).toEqual({
    code: 0,
    err: "",
    out: `The audit list is whole: 3 entries sealed, 1 not sealed yet.\nHead: position 3, hash ${head?.hash}\nNote it outside of this database: --head 3:${head?.hash} proves it next time.\n`,
  });
  await sql.unsafe(`alter table audit_entries disable trigger user;
    update audit_entries set actor_name = 'nobody' where id = 2;
    alter table audit_entries enable trigger user`);
  const broken = await verify();
  expect(broken).toMatchObject({ code: 1, err: "" });
  expect(broken.out).toContain("Entry 2 was altered: it does not match its seal at position 2.");
  expect(broken.out).toContain("add_domain, nobody.");
  expect(broken.out).toContain("The chain holds up to position 1, hash ");
  await sql.unsafe(`alter table audit_seals disable trigger user; delete from audit_seals;
    alter table audit_seals enable trigger user`);
  await sealAudit();
  expect((await verify("--head", `3:${head?.hash}`)).out).toContain(
    "The list was written anew: another hash was noted",
  );
});

it.each([
  [["audit"]],
  [["audit", "verify", "x"]],
  [["audit", "verify", "--name", "x"]],
  [["audit", "verify", "--head", "3"]],
])("does not take %j for a command", (args) => {
  expect(() => parseCommand(args)).toThrow(UsageError);
});
