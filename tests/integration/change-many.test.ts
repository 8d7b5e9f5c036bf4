import { describe, expect, it } from "vitest";
import { changeMany } from "@/lib/use-cases/grants/change-many";
import { type ManyWish, previewMany } from "@/lib/use-cases/grants/preview-many";
import { undoAct } from "@/lib/use-cases/grants/undo-act";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, type IssuedLicense, named } from "@/tests/support/issuer";
import { addActors, addCrowd } from "@/tests/support/people";
import { auditEntries, counted, everyRow, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const EVERYBODY = { q: "", domain: "", state: "", has: "", without: "" } as const;

function wish(license: IssuedLicense, members: Partial<ManyWish> = {}): ManyWish {
  const crowd = { ...EVERYBODY, q: "user" };
  return { licenseId: license.id, held: true, whole: false, filter: crowd, userIds: null, ...members };
}

/** 37 users of whom four hold the license, which has room for 31 more. */
async function crowded(license = named("CALL_CENTER", 35)) {
  await install(issuer, [license]);
  const ids = await addCrowd(37);
  for (const id of ids.slice(0, 4)) await grant(id, license);
  return { license, ids, ...(await addActors()) };
}

describe("a license for many users is refused", () => {
  it.each(["reader", "outsider", "nobody"] as const)("to %s, preview, act and undo alike", async (who) => {
    const { license, sysadmin, ...actors } = await crowded();
    const { actId } = await changeMany(sysadmin, wish(license));
    const before = await everyRow();
    for (const act of [previewMany, changeMany]) {
      await expect(act(actors[who], wish(license))).rejects.toMatchObject({ code: "access_denied" });
    }
    await expect(undoAct(actors[who], actId)).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("beyond the actor's domain, whose other users are not counted and not touched", async () => {
    const { license, foreign, sysadmin } = await crowded();
    await addCrowd(3, "globex.example", "user-g");
    expect(await previewMany(foreign, wish(license))).toMatchObject({ total: 3, changing: 3 });
    const { actId } = await changeMany(sysadmin, wish(license, { filter: { ...EVERYBODY, domain: "acme.example" } }));
    const held = await holders(license.id);
    await expect(undoAct(foreign, actId)).rejects.toMatchObject({ code: "not_found" });
    expect(await holders(license.id)).toEqual(held);
  });

  it("for an unknown license, an unreadable wish and an unknown act", async () => {
    const { sysadmin, license } = await crowded();
    await expect(previewMany(sysadmin, wish(named("CHAT", 1)))).rejects.toMatchObject({ code: "not_found" });
    await expect(changeMany(sysadmin, wish(license, { userIds: ["x"] }))).rejects.toMatchObject({
      code: "bad_request",
    });
    await expect(undoAct(sysadmin, license.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(undoAct(sysadmin, "no act")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a license for many users", () => {
  it("does what its preview said: 31 get it, 4 have it, 2 do not fit", async () => {
    const { license, sysadmin } = await crowded();
    const foreseen = { total: 37, changing: 31, already: 4, notFitting: 2, refused: { code: "seats_exhausted" } };
    expect(await previewMany(sysadmin, wish(license))).toMatchObject(foreseen);
    const before = await auditEntries("assign_license");
    const { applied, results, actId } = await changeMany(sysadmin, wish(license));
    expect(applied).toBe(true);
    expect(results.filter(({ changed }) => changed)).toHaveLength(31);
    expect(results.filter(({ refused }) => refused?.code === "seats_exhausted")).toHaveLength(2);
    expect(results[0]).toMatchObject({ name: "user 1", address: "user1@acme.example" });
    const people = await sql`select id::text as "userId", name, username || '@acme.example' as address from users`;
    for (const { userId, name, address } of results) expect(people).toContainEqual({ userId, name, address });
    expect(await counted(license.id)).toEqual({ granted: 35, grants: 35 });
    const entries = (await auditEntries("assign_license")).slice(before.length);
    expect(entries).toHaveLength(31);
    expect(new Set(entries.map(({ act_id }) => act_id))).toEqual(new Set([actId]));
  });

  it("changes nothing at all when all or nothing was asked for and two do not fit", async () => {
    const { license, sysadmin } = await crowded();
    const before = await everyRow();
    const { applied, results } = await changeMany(sysadmin, wish(license, { whole: true }));
    expect(applied).toBe(false);
    expect(results.filter(({ refused }) => refused !== null)).toHaveLength(2);
    expect(await everyRow()).toEqual(before);
  });

  it("touches only the users that were named", async () => {
    const { license, ids, sysadmin } = await crowded();
    const [a = "", b = ""] = ids.slice(10);
    await changeMany(sysadmin, wish(license, { userIds: [a, b] }));
    expect(await holders(license.id)).toEqual([...ids.slice(0, 4), a, b]);
    await changeMany(sysadmin, wish(license, { userIds: [a], held: false }));
    expect(await holders(license.id)).toEqual([...ids.slice(0, 4), b]);
  });

  it("is not limited when it is concurrent, and refused to all when it has expired", async () => {
    const shared = concurrent("CUSTOMER_SERVICE", 1);
    const ended = named("EMAIL", 50, EXPIRED);
    await install(issuer, [shared, ended]);
    await addCrowd(5);
    const { sysadmin } = await addActors();
    expect(await previewMany(sysadmin, wish(shared))).toMatchObject({ changing: 5, notFitting: 0, refused: null });
    const refused = { changing: 0, notFitting: 5, refused: { code: "license_expired" } };
    expect(await previewMany(sysadmin, wish(ended))).toMatchObject(refused);
  });

  it("is undone whole, and only as far as the limit allows by then", async () => {
    const { license, ids, sysadmin } = await crowded();
    const taken = await changeMany(sysadmin, wish(license, { held: false }));
    expect(await counted(license.id)).toEqual({ granted: 0, grants: 0 });
    const back = await undoAct(sysadmin, taken.actId);
    expect(back.every(({ changed }) => changed)).toBe(true);
    expect(await holders(license.id)).toEqual(ids.slice(0, 4));

    const again = await changeMany(sysadmin, wish(license, { held: false }));
    await changeMany(sysadmin, wish(license, { userIds: ids.slice(4, 37) }));
    const late = await undoAct(sysadmin, again.actId);
    expect(late.map(({ refused }) => refused?.code ?? "fits").toSorted()).toEqual([
      "fits",
      "fits",
      "seats_exhausted",
      "seats_exhausted",
    ]);
    expect(await counted(license.id)).toEqual({ granted: 35, grants: 35 });
  });

  it("takes 10,000 users in one act, and refuses more", async () => {
    const license = named("CALL_CENTER", 9_990);
    await install(issuer, [license]);
    await addCrowd(10_000);
    const { sysadmin } = await addActors();
    const { results } = await changeMany(sysadmin, wish(license));
    expect(results).toHaveLength(10_000);
    expect(await counted(license.id)).toEqual({ granted: 9_990, grants: 9_990 });
    await addCrowd(1, "acme.example", "user-x");
    await expect(previewMany(sysadmin, wish(license))).rejects.toMatchObject({ code: "bad_request" });
  });
});
