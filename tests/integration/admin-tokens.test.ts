import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { actorOfToken } from "@/lib/access/session";
import { parseCommand, UsageError } from "@/scripts/admin-arguments";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addPerson } from "@/tests/support/people";
import { auditEntries } from "@/tests/support/stored";
import { issuer } from "@/tests/support/worker-database";

const ANNA = "anna@acme.example";

/** Runs `npm run admin -- token …` on the test's database. */
async function token(...args: string[]) {
  const child = spawn(process.execPath, ["scripts/admin.mjs", "token", ...args]);
  child.stdin.end();
  const ended = new Promise<number | null>((resolve) => void child.on("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

describe("the operator's command", () => {
  it("adds a token and prints it alone, lists it without the secret, and revokes it", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    const anna = await addPerson(ANNA);
    const added = await token("add", ANNA, "--name", "ci", "--scope", "read", "--days", "30");
    expect(added).toEqual({
      code: 0,
      out: expect.stringMatching(/^swt_[\w-]{43}\n$/),
      err: expect.stringMatching(/^Added the token ci of anna@acme\.example; it ends .+\. It is not shown again\.\n$/),
    });
    const secret = added.out.trim();
    expect(await actorOfToken(secret)).toMatchObject({ id: anna.id, token: "ci" });
    const listed = await token("list", ANNA);
    expect(listed).toMatchObject({ code: 0, err: "" });
    expect(listed.out).toMatch(
      /^ci\tread\tcreated [\d.]{10}\tends [\d.]{10} [\d:]{8}\tlast used [\d.]{10} [\d:]{8}\n$/,
    );
    const revoked = await token("revoke", ANNA, "--name", "ci");
    expect(revoked).toEqual({ code: 0, out: `Revoked the token ci of ${ANNA}.\n`, err: "" });
    await expect(actorOfToken(secret)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await auditEntries("revoke_token")).toMatchObject([{ actor_kind: "command" }]);
  });

  it("says in one sentence why not", async () => {
    await addPerson(ANNA);
    const refused = await token("add", ANNA, "--name", "ci", "--scope", "all", "--days", "30");
    const sentence = "Nothing was done: check that the scope is read or write.\n";
    expect(refused).toEqual({ code: 1, out: "", err: sentence });
    expect(await token("add", ANNA, "--name", "ci", "--scope", "read", "--days", "soon")).toMatchObject({
      code: 1,
      err: "Nothing was done: check that the days are a whole number from 1 to 366.\n",
    });
    expect(await token("list", "ghost@acme.example")).toEqual({
      code: 1,
      out: "",
      err: "There is no user ghost@acme.example.\n",
    });
    expect(await token("revoke", ANNA, "--name", "ci")).toEqual({
      code: 1,
      out: "",
      err: `There is no user ${ANNA} with a token ci.\n`,
    });
  });

  it.each([
    [["token", "add", ANNA, "--name", "ci", "--scope", "read"]],
    [["token", "add", ANNA, "--name", "ci", "--days", "1"]],
    [["token", "add", "--name", "ci", "--scope", "read", "--days", "1"]],
    [["token", "list"]],
    [["token", "list", ANNA, "--name", "ci"]],
    [["token", "revoke", ANNA]],
  ])("does not take %j for a command", (args) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
  });
});
