import { beforeEach, describe, expect, it } from "vitest";
import { getInstallationState } from "@/lib/use-cases/installation/get-installation-state";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";
import { addCrowd, addPerson, PASSWORD, type Person } from "@/tests/support/people";
import { auditEntries } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const enter = (who: Person) => signIn(who.address, who.password);

async function seats(): Promise<{ license_id: string; user_id: string }[]> {
  return sql`select license_id, user_id::text from seats where ends_at > now() order by license_id, user_id`;
}

describe("a wrong name and a wrong password", () => {
  it.each([
    ["a wrong password", "anna@acme.example", "wrong"],
    ["an unknown user", "nobody@acme.example", PASSWORD],
    ["an unknown domain", "anna@other.example", PASSWORD],
    ["no address", "anna", PASSWORD],
    ["nothing", "", ""],
    ["a NUL", "anna\0@acme.example", PASSWORD],
    ["a password of 10 KB", "anna@acme.example", "x".repeat(10_240)],
  ])("are refused alike: %s", async (_, name, password) => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, license);
    await expect(signIn(name, password)).rejects.toMatchObject({ code: "unauthenticated", params: {} });
    expect(await sql`select 1 from sessions`).toHaveLength(0);
  });

  it("include a user who is disabled or has no password", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, license);
    await sql`update users set disabled_at = now() where id = ${anna.id}`;
    await expect(enter(anna)).rejects.toMatchObject({ code: "unauthenticated" });
    await sql`update users set disabled_at = null, password_hash = null where id = ${anna.id}`;
    await expect(enter(anna)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("signing in is refused", () => {
  beforeEach(async () => {
    await install(issuer, [named("WFM", 5)]);
  });

  it("without any grant, as no_license, and the refusal is audited", async () => {
    const anna = await addPerson("anna@acme.example");
    await expect(enter(anna)).rejects.toMatchObject({ code: "no_license" });
    expect(await auditEntries("sign_in_refused")).toMatchObject([
      { user_id: anna.id, after: { refused: "no_license" } },
    ]);
    expect(await sql`select 1 from sessions`).toHaveLength(0);
  });

  it.each([
    ["license_expired", [named("CALL_CENTER", 5, EXPIRED)]],
    ["license_not_started", [named("CALL_CENTER", 5, NOT_STARTED)]],
    ["license_not_started", [named("CALL_CENTER", 5, EXPIRED), named("EMAIL", 5, NOT_STARTED)]],
  ])("as %s when nothing that the user holds is in force", async (code, licenses) => {
    await install(issuer, [
      named("WFM", 5),
      ...licenses.map((license) => named(license.product, 5, { id: license.id })),
    ]);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, ...licenses);
    await install(issuer, [named("WFM", 5), ...licenses]);
    await expect(enter(anna)).rejects.toMatchObject({ code });
  });

  it("as license_expired when the only license was withdrawn", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, license);
    await install(issuer, [named("WFM", 5)]);
    const about = { product: "CALL_CENTER", about: "withdrawn" };
    await expect(enter(anna)).rejects.toMatchObject({ code: "license_expired", params: about });
  });

  it("as seats_exhausted when all concurrent seats are taken, even if another license ended", async () => {
    const [full, ended] = [concurrent("CALL_CENTER", 1), named("EMAIL", 5)];
    await install(issuer, [full, ended]);
    const [anna, bob] = [await addPerson("anna@acme.example"), await addPerson("bob@acme.example")];
    await grant(anna.id, full);
    await grant(bob.id, full, ended);
    await install(issuer, [full, { ...ended, ...EXPIRED }]);
    await enter(anna);
    await expect(enter(bob)).rejects.toMatchObject({
      code: "seats_exhausted",
      params: { product: "CALL_CENTER", limit: 1 },
    });
  });

  it("to everybody when nothing is in force, administrators too", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const anna = await addPerson("anna@acme.example");
    const admin = await addPerson("admin@acme.example", { roles: ["sysadmin"] });
    await grant(anna.id, license);
    await install(issuer, [{ ...license, ...EXPIRED }]);
    await expect(enter(anna)).rejects.toMatchObject({ code: "license_expired" });
    await expect(enter(admin)).rejects.toMatchObject({ code: "license_expired" });
    expect((await getInstallationState()).endedAt).toEqual(new Date(EXPIRED.not_after * 1000));
    // What has not begun has not ended.
    await install(issuer, [{ ...license, ...NOT_STARTED }]);
    const notYet = { product: "CALL_CENTER", date: new Date(NOT_STARTED.not_before * 1000).toISOString() };
    for (const who of [anna, admin]) {
      const params = { product: notYet.product, date: expect.stringContaining(notYet.date.slice(0, 19)) };
      await expect(enter(who)).rejects.toMatchObject({ code: "license_not_started", params });
    }
    const { endedAt, next } = await getInstallationState();
    expect([endedAt, next]).toEqual([null, { product: notYet.product, startsAt: new Date(notYet.date) }]);
    await install(issuer, [license]);
    await enter(anna);
    await enter(admin);
  });

  it("to everybody before the first certificate, and when every license was withdrawn", async () => {
    const admin = await addPerson("admin@acme.example", { roles: ["sysadmin"] });
    await sql`update licenses set withdrawn_at = now()`;
    await expect(enter(admin)).rejects.toMatchObject({ code: "license_expired" });
    await sql`truncate licenses, grants, seats`;
    await expect(enter(admin)).rejects.toMatchObject({ code: "license_expired" });
  });
});

describe("signing in opens", () => {
  it("the system to a named holder, whatever the case of the name, and is audited", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, license);
    const opened = await signIn(" Anna@ACME.example ", PASSWORD);
    expect(opened).toMatchObject({ userId: anna.id, missing: [] });
    expect(await auditEntries("sign_in")).toMatchObject([{ user_id: anna.id, actor_id: anna.id }]);
    expect(await seats()).toEqual([]);
  });

  it("it to an administrator without a grant, but not to one who may not enter the admin application", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    expect(await enter(await addPerson("r@acme.example", { roles: ["reader"] }))).toMatchObject({ missing: [] });
    const outsider = await addPerson("o@acme.example", { roles: ["outsider"] });
    await expect(enter(outsider)).rejects.toMatchObject({ code: "no_license" });
  });

  it("one seat for three sessions of a user", async () => {
    const license = concurrent("CALL_CENTER", 2);
    await install(issuer, [license]);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, license);
    for (let session = 0; session < 3; session++) await enter(anna);
    expect(await seats()).toEqual([{ license_id: license.id, user_id: anna.id }]);
    expect(await sql`select 1 from sessions`).toHaveLength(3);
  });

  it("one seat in one license of a product, a named one first, else the first with room", async () => {
    const [soon, late] = [
      concurrent("CALL_CENTER", 1, { not_after: named("X", 1).not_after - 99 }),
      concurrent("CALL_CENTER", 1),
    ];
    const own = named("CALL_CENTER", 1);
    await install(issuer, [soon, late, own]);
    const people = await Promise.all(["a", "b", "c"].map((name) => addPerson(`${name}@acme.example`)));
    const [a, b, c] = people as [Person, Person, Person];
    for (const { id } of people) await grant(id, soon, late);
    await grant(c.id, own);
    for (const who of [a, b, c]) expect((await enter(who)).missing).toEqual([]);
    expect(await seats()).toEqual(
      [
        { license_id: soon.id, user_id: a.id },
        { license_id: late.id, user_id: b.id },
      ].toSorted((x, y) => (x.license_id < y.license_id ? -1 : 1)),
    );
  });

  it("what there is, and tells which product is missing and why", async () => {
    const [own, full, ended] = [named("EMAIL", 5), concurrent("CALL_CENTER", 1), named("WFM", 5)];
    await install(issuer, [own, full, ended]);
    const [anna, bob] = [await addPerson("anna@acme.example"), await addPerson("bob@acme.example")];
    await grant(anna.id, full);
    await grant(bob.id, own, full, ended);
    await install(issuer, [own, full, { ...ended, ...EXPIRED }]);
    await enter(anna);
    const { missing } = await enter(bob);
    expect(missing).toMatchObject([
      { license_id: full.id, product: "CALL_CENTER", reason: "seats_exhausted", limit: 1 },
      { license_id: ended.id, product: "WFM", reason: "license_expired" },
    ]);
    expect(Date.parse(missing[1]?.date ?? "")).toBe(EXPIRED.not_after * 1000);
  });
});

describe("the last seat", () => {
  it("goes to exactly one of 32 who sign in at once", async () => {
    const license = concurrent("CALL_CENTER", 4);
    await install(issuer, [license]);
    const ids = await addCrowd(35);
    for (const id of ids) await grant(id, license);
    for (const n of [1, 2, 3]) await signIn(`user${n}@acme.example`, PASSWORD);
    const tries = await Promise.allSettled(
      Array.from({ length: 32 }, (_, index) => signIn(`user${index + 4}@acme.example`, PASSWORD)),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const reasons = tries.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
    expect(reasons).toEqual(Array(31).fill("seats_exhausted"));
    expect(await seats()).toHaveLength(4);
    const refusals = await auditEntries("sign_in_refused");
    expect(refusals).toHaveLength(31);
    for (const refused of refusals) expect(refused.license_id).toBe(license.id);
  });

  it("is free again when its session has idled out", async () => {
    const license = concurrent("CALL_CENTER", 1);
    await install(issuer, [license]);
    const [anna, bob] = [await addPerson("anna@acme.example"), await addPerson("bob@acme.example")];
    await grant(anna.id, license);
    await grant(bob.id, license);
    await enter(anna);
    await sql`update sessions set idle_ends_at = now()`;
    await sql`update seats set ends_at = now()`;
    await enter(bob);
    await expect(enter(anna)).rejects.toMatchObject({ code: "seats_exhausted" });
  });
});
