import { describe, expect, it } from "vitest";
import { openRegistry } from "@/lib/use-cases/licenses/open-registry";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActors, addPerson } from "@/tests/support/people";
import { issuer } from "@/tests/support/worker-database";

const ALL = { q: "", page: 1, size: 100, sort: null };
const LICENSE = named("CALL_CENTER", 5);

/** A license, Anna who holds it and is signed in, and the question for both. */
async function installWithHolder() {
  await install(issuer, [LICENSE, named("CHAT", 1)]);
  const anna = await addPerson("anna@acme.example");
  await grant(anna.id, LICENSE);
  await signIn(anna.address, anna.password);
  return { licenseId: LICENSE.id, request: ALL, endingId: anna.id };
}

describe("the registry is not opened", () => {
  it.each(["outsider", "nobody"] as const)("for %s, with or without the users of a license", async (who) => {
    const users = await installWithHolder();
    const actors = await addActors();
    for (const asked of [null, users]) {
      await expect(openRegistry(actors[who], ALL, asked)).rejects.toMatchObject({ code: "access_denied" });
    }
  });
});

describe("the registry", () => {
  it("opens by itself when no license's users are asked for", async () => {
    await installWithHolder();
    const { writer } = await addActors();
    expect(await openRegistry(writer, ALL, null)).toMatchObject({ total: 2, holders: null, ending: null });
  });

  it("opens with the users of a license and the one whose sign-out is asked about, all as of one moment", async () => {
    const users = await installWithHolder();
    const { writer } = await addActors();
    const { now, total, holders, ending } = await openRegistry(writer, ALL, users);
    expect([total, holders?.holders.map(({ name }) => name), ending?.sessions]).toEqual([2, ["anna"], 1]);
    expect(holders?.now).toEqual(now);
  });

  it("asks about nobody's sign-out for who may only read, and where the URL names nobody", async () => {
    const users = await installWithHolder();
    const { reader, writer } = await addActors();
    const asked = [openRegistry(reader, ALL, users), openRegistry(writer, ALL, { ...users, endingId: "" })];
    for (const { holders, ending } of await Promise.all(asked)) {
      expect(holders?.holders).toHaveLength(1);
      expect(ending).toBeNull();
    }
  });

  it("opens without a window for a license that does not exist", async () => {
    const users = await installWithHolder();
    const { writer } = await addActors();
    for (const licenseId of [named("X", 1).id, "x", "\0"]) {
      const { total, holders, ending } = await openRegistry(writer, ALL, { ...users, licenseId });
      expect({ total, holders, ending }).toEqual({ total: 2, holders: null, ending: null });
    }
  });
});
