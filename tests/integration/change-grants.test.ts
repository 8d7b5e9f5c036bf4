import { describe, expect, it } from "vitest";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";
import { addActor, addActors, addCrowd, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, counted, everyRow, holders } from "@/tests/support/stored";
import { issuer } from "@/tests/support/worker-database";

const give = (userId: string, license: { id: string }) => ({ userId, licenseId: license.id, held: true });
const take = (userId: string, license: { id: string }) => ({ userId, licenseId: license.id, held: false });

async function one(user: string, license: { id: string }, held = true) {
  const [result] = await changeGrants(SYSTEM, [{ userId: user, licenseId: license.id, held }]);
  return result;
}

describe("changing grants is denied", () => {
  it.each(["reader", "outsider", "nobody"] as const)("to %s, and nothing changes", async (who) => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const actors = await addActors();
    const before = await everyRow();
    await expect(changeGrants(actors[who], [give(actors[who].id, license)])).rejects.toMatchObject({
      code: "access_denied",
    });
    expect(await everyRow()).toEqual(before);
  });

  it("for users of another domain, who look as if they did not exist", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { writer, foreign } = await addActors();
    await grant(foreign.id, license);
    const before = await everyRow();
    const [given, taken, unknown] = await changeGrants(writer, [
      give(foreign.id, named("X", 1)),
      take(foreign.id, license),
      give("999999", license),
    ]);
    for (const result of [given, taken, unknown]) {
      expect(result).toMatchObject({ held: false, refused: { code: "not_found" } });
    }
    expect(await everyRow()).toEqual(before);
  });

  it("when the changes cannot be read", async () => {
    const license = named("CALL_CENTER", 5);
    const bad = [[], [{ userId: "x", licenseId: license.id, held: true }], [{ ...give("1", license), licenseId: "y" }]];
    for (const changes of bad) {
      await expect(changeGrants(SYSTEM, changes)).rejects.toMatchObject({ code: "bad_request" });
    }
  });
});

describe("assigning and revoking", () => {
  it("reaches other domains with all_domains", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { sysadmin, foreign } = await addActors();
    expect(await changeGrants(sysadmin, [give(foreign.id, license)])).toMatchObject([{ held: true, refused: null }]);
    expect(await holders(license.id)).toEqual([foreign.id]);
  });

  it("is refused for each reason of its own", async () => {
    const full = named("CALL_CENTER", 1);
    const licenses = {
      license_expired: named("VOIP_DEVICE", 5, EXPIRED),
      license_not_started: concurrent("MOBILE", 5, NOT_STARTED),
      license_withdrawn: named("EMAIL", 5),
      not_personal: named("CHAT", 5),
      seats_exhausted: full,
      not_found: named("WFM", 5),
    };
    const { not_found: _, license_withdrawn: gone, ...kept } = licenses;
    await install(issuer, [gone, ...Object.values(kept)]);
    await install(issuer, Object.values(kept));
    const [holder = "", user = ""] = await addCrowd(2);
    await grant(holder, full);
    for (const [code, license] of Object.entries(licenses)) {
      const product = code === "not_found" ? "" : license.product;
      expect(await one(user, license)).toMatchObject({ held: false, refused: { code, params: { product } } });
    }
    const dated = (await one(user, licenses.license_expired))?.refused?.params.date;
    expect(new Date(String(dated)).getTime()).toBe(EXPIRED.not_after * 1000);
  });

  it("limits concurrent licenses by seats and not by grants", async () => {
    const license = concurrent("CALL_CENTER", 1);
    await install(issuer, [license]);
    const users = await addCrowd(3);
    const results = await changeGrants(
      SYSTEM,
      users.map((user) => give(user, license)),
    );
    expect(results.map(({ held }) => held)).toEqual([true, true, true]);
  });

  it("revokes a grant of a license that ended or was withdrawn", async () => {
    const [ended, gone, other] = [named("VOIP_DEVICE", 5), named("EMAIL", 5), named("CALL_CENTER", 5)];
    await install(issuer, [ended, gone, other]);
    const { id } = await addPerson("anna@acme.example");
    await grant(id, ended, gone);
    await install(issuer, [{ ...ended, ...EXPIRED }, other]);
    const results = await changeGrants(SYSTEM, [take(id, ended), take(id, gone)]);
    expect(results).toMatchObject([
      { held: false, refused: null },
      { held: false, refused: null },
    ]);
    expect([...(await holders(ended.id)), ...(await holders(gone.id))]).toEqual([]);
  });

  it("frees a seat for an assignment of the same batch", async () => {
    const license = named("CALL_CENTER", 1);
    await install(issuer, [license]);
    const [leaving = "", coming = ""] = await addCrowd(2);
    await grant(leaving, license);
    const results = await changeGrants(SYSTEM, [give(coming, license), take(leaving, license)]);
    expect(results).toMatchObject([
      { userId: coming, held: true, refused: null },
      { userId: leaving, held: false, refused: null },
    ]);
    expect(await holders(license.id)).toEqual([coming]);
  });

  it("gives the last seat to the first of a batch and takes the last wish for a box", async () => {
    const license = named("CALL_CENTER", 1);
    await install(issuer, [license]);
    const [first = "", second = ""] = await addCrowd(2);
    const results = await changeGrants(SYSTEM, [give(second, license), give(first, license), take(second, license)]);
    expect(results).toMatchObject([
      { userId: first, held: true },
      { userId: second, held: false, refused: null },
    ]);
    const again = await changeGrants(SYSTEM, [give(second, license)]);
    expect(again).toMatchObject([{ held: false, refused: { code: "seats_exhausted", params: { limit: 1 } } }]);
  });

  it("is over limit after a lowered limit: no new seat until enough are given back", async () => {
    const license = named("CALL_CENTER", 3);
    await install(issuer, [license]);
    const [a = "", b = "", c = "", d = ""] = await addCrowd(4);
    await changeGrants(SYSTEM, [give(a, license), give(b, license), give(c, license)]);
    await install(issuer, [{ ...license, limit: 2 }]);
    expect(await holders(license.id)).toEqual([a, b, c]);
    expect(await changeGrants(SYSTEM, [give(d, license), take(a, license)])).toMatchObject([
      { userId: d, refused: { code: "seats_exhausted" } },
      { userId: a, refused: null },
    ]);
    expect((await one(d, license))?.refused?.code).toBe("seats_exhausted");
    await one(b, license, false);
    expect(await one(d, license)).toMatchObject({ held: true, refused: null });
  });
});

describe("the audit list", () => {
  it("has one entry per change, with who, whom and what", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { writer, nobody } = await addActors();
    await changeGrants(writer, [give(nobody.id, license), give(writer.id, license)]);
    await changeGrants(writer, [take(nobody.id, license)]);
    const entries = await auditEntries("assign_license");
    expect(entries).toHaveLength(2);
    expect(new Set(entries.map((entry) => entry.act_id)).size).toBe(1);
    expect(entries[0]).toMatchObject({
      actor_kind: "user",
      actor_id: writer.id,
      actor_name: "writer@acme.example",
      user_id: nobody.id,
      license_id: license.id,
      before: { held: false },
      after: { held: true, user: "nobody", product: "CALL_CENTER" },
    });
    expect(await auditEntries("revoke_license")).toMatchObject([{ before: { held: true }, after: { held: false } }]);
  });

  it("gets nothing from what changes nothing, twice the same or refused", async () => {
    const license = named("CALL_CENTER", 1);
    await install(issuer, [license]);
    const [a = "", b = ""] = await addCrowd(2);
    await grant(a, license);
    const before = await everyRow();
    const results = await changeGrants(SYSTEM, [give(a, license), give(b, license)]);
    expect(results).toMatchObject([
      { held: true, refused: null },
      { held: false, refused: { code: "seats_exhausted" } },
    ]);
    expect(await one(b, license, false)).toMatchObject({ held: false, refused: null });
    expect(await everyRow()).toEqual(before);
  });
});

describe("under concurrency", () => {
  it("32 clients get exactly the places that are left", async () => {
    const license = named("CALL_CENTER", 20);
    await install(issuer, [license]);
    const users = await addCrowd(100);
    await changeGrants(
      SYSTEM,
      users.slice(0, 7).map((user) => give(user, license)),
    );
    const tries = await Promise.all(users.slice(7, 39).map((user) => one(user, license)));
    expect(tries.filter((result) => result?.held)).toHaveLength(13);
    expect(tries.filter((result) => result?.refused?.code === "seats_exhausted")).toHaveLength(19);
    expect(await counted(license.id)).toEqual({ granted: 20, grants: 20 });
    expect(await auditEntries("assign_license")).toHaveLength(20);
  });

  it("two administrators with different boxes of one user both keep theirs", async () => {
    const licenses = ["CALL_CENTER", "EMAIL", "WFM", "MOBILE"].map((product) => named(product, 50));
    await install(issuer, licenses);
    const [first, second] = [
      await addActor("one@acme.example", "writer"),
      await addActor("two@acme.example", "writer"),
    ];
    const users = await addCrowd(20);
    const half = (index: number) => users.flatMap((user) => licenses.slice(index, index + 2).map((l) => give(user, l)));
    await Promise.all([
      ...half(0).map((change) => changeGrants(first, [change])),
      ...half(2).map((change) => changeGrants(second, [change])),
    ]);
    for (const license of licenses) expect(await holders(license.id)).toEqual(users);
  });

  it("one box ticked by many at once is one grant and one audit entry", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { id } = await addPerson("anna@acme.example");
    const results = await Promise.all(Array.from({ length: 16 }, () => one(id, license)));
    expect(results.every((result) => result?.held && result.refused === null)).toBe(true);
    expect(await counted(license.id)).toEqual({ granted: 1, grants: 1 });
    expect(await auditEntries("assign_license")).toHaveLength(1);
  });

  it("batches over the same licenses in opposite orders do not block each other", async () => {
    const licenses = ["CALL_CENTER", "EMAIL", "WFM"].map((product) => named(product, 500));
    await install(issuer, licenses);
    const users = await addCrowd(60);
    const batches = users.map((user, index) =>
      (index % 2 === 0 ? licenses : licenses.toReversed()).map((license) => give(user, license)),
    );
    await Promise.all(batches.map((batch) => changeGrants(SYSTEM, batch)));
    for (const license of licenses) expect(await counted(license.id)).toEqual({ granted: 60, grants: 60 });
  });
});
