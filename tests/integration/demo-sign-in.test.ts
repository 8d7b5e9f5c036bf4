import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { demoSignIn } from "@/scripts/demo-sign-in.mjs";
import { addPerson, SYSTEM } from "@/tests/support/people";
import { databaseUrl } from "@/tests/support/worker-database";

const KEPT = { username: "admin@acme.example", password: "k7qm-x3fp-9wtd-hr5v" };

function folderWith(text: string): string {
  const folder = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "demo-sign-in-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "sign-in.json"), text);
  return folder;
}

describe("how to sign in to the demo", () => {
  it("is told while the user is there, and not a moment longer", async () => {
    const folder = folderWith(JSON.stringify(KEPT));
    expect(await demoSignIn(folder, databaseUrl)).toBeNull();
    await addPerson(KEPT.username);
    expect(await demoSignIn(folder, databaseUrl)).toEqual(KEPT);
    await disableUser({ ...SYSTEM, kind: "command" }, KEPT.username);
    expect(await demoSignIn(folder, databaseUrl)).toBeNull();
  });

  it.each(["", "{", "null", '{"username":"admin@acme.example"}'])(
    "is damaged where the file holds %j",
    async (text) => {
      expect(await demoSignIn(folderWith(text), databaseUrl)).toBe("damaged");
    },
  );

  it("is not known where there is no demo", async () => {
    expect(await demoSignIn(join(tmpdir(), "no-such-demo"), databaseUrl)).toBeNull();
  });
});
