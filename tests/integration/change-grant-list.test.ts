import { describe, expect, it } from "vitest";
import { changeGrantList, type WishedBox } from "@/lib/use-cases/grants/change-grant-list";
import { changeUserGrant } from "@/lib/use-cases/grants/change-user-grant";
import { grant, install } from "@/tests/support/installation";
import { EXPIRED, named } from "@/tests/support/issuer";
import { addActors, addCrowd } from "@/tests/support/people";
import { auditEntries, counted, everyRow, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const give = (userId: string, license: { id: string }): WishedBox => ({ userId, licenseId: license.id, held: true });
const take = (userId: string, license: { id: string }): WishedBox => ({ ...give(userId, license), held: false });

const PART = { whole: false };
const WHOLE = { whole: true };

describe("changing a list of grants is denied", () => {
  it.each(["reader", "outsider", "nobody"] as const)("to %s, and nothing changes", async (who) => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const actors = await addActors();
    const before = await everyRow();
    const act = changeGrantList(actors[who], [give(actors[who].id, license)], PART);
    await expect(act).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("row by row for users of other domains and for what does not exist", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { writer, foreign } = await addActors();
    const before = await everyRow();
    const rows = [give(foreign.id, license), take(foreign.id, license), give("x", license), give("", { id: "" })];
    rows.push(give("999999", license), give(writer.id, named("WFM", 1)), take(writer.id, { id: "no license" }));
    const { applied, boxes } = await changeGrantList(writer, rows, PART);
    expect(applied).toBe(true);
    expect(boxes.map(({ userId, licenseId }) => [userId, licenseId])).toEqual(
      rows.map(({ userId, licenseId }) => [userId, licenseId]),
    );
    for (const box of boxes) expect(box).toMatchObject({ outcome: "refused", refused: { code: "not_found" } });
    expect(await everyRow()).toEqual(before);
  });

  it("whole for more than 10,000 rows", async () => {
    const { writer } = await addActors();
    const rows = Array.from({ length: 10_001 }, () => give("1", { id: "x" }));
    const refused = { code: "too_large", params: { about: "rows", limit: 10_000 } };
    await expect(changeGrantList(writer, rows, PART)).rejects.toMatchObject(refused);
  });
});

describe("changing a list of grants", () => {
  it("answers each row in its place, and each change has its audit entry under the act", async () => {
    const [open, full, ended] = [named("CALL_CENTER", 5), named("EMAIL", 1), named("WFM", 5, EXPIRED)];
    await install(issuer, [open, full, ended]);
    const { sysadmin } = await addActors();
    const [a = "", b = "", c = ""] = await addCrowd(3);
    await grant(a, open);
    await grant(b, full);
    const past = (await auditEntries()).length;
    const rows = [give(c, ended), take(a, open), give(b, open), give(c, full), give(b, full), take(c, open)];
    const { actId, applied, boxes } = await changeGrantList(sysadmin, rows, PART);
    expect(applied).toBe(true);
    expect(boxes.map(({ outcome, refused }) => refused?.code ?? outcome)).toEqual([
      "license_expired",
      "revoked",
      "assigned",
      "seats_exhausted",
      "kept",
      "kept",
    ]);
    expect(await holders(open.id)).toEqual([b]);
    const entries = (await auditEntries()).slice(past);
    expect(entries.map(({ act, user_id }) => [act, user_id])).toEqual([
      ["revoke_license", a],
      ["assign_license", b],
    ]);
    expect(new Set(entries.map(({ act_id }) => act_id))).toEqual(new Set([actId]));
  });

  it("takes the last wish for a box that is named twice, and both rows tell what came of it", async () => {
    const license = named("CALL_CENTER", 1);
    await install(issuer, [license]);
    const { sysadmin } = await addActors();
    const [a = "", b = ""] = await addCrowd(2);
    const rows = [
      give(a, license),
      give(b, license),
      take(a, { id: license.id.toUpperCase() }),
      give(`00${b}`, license),
    ];
    const { boxes } = await changeGrantList(sysadmin, rows, PART);
    expect(boxes.map(({ outcome }) => outcome)).toEqual(["kept", "assigned", "kept", "assigned"]);
    expect(await holders(license.id)).toEqual([b]);
  });

  it("is all or nothing when asked for, and says what stood in the way", async () => {
    const license = named("CALL_CENTER", 2);
    await install(issuer, [license]);
    const { sysadmin } = await addActors();
    const users = await addCrowd(3);
    const rows = users.map((user) => give(user, license));
    const before = await everyRow();
    const refused = await changeGrantList(sysadmin, rows, WHOLE);
    expect(refused.applied).toBe(false);
    expect(refused.boxes.map(({ outcome }) => outcome)).toEqual(["kept", "kept", "refused"]);
    expect((await changeGrantList(sysadmin, [give("x", license), ...rows.slice(1)], WHOLE)).applied).toBe(false);
    expect(await everyRow()).toEqual(before);
    expect(await changeGrantList(sysadmin, rows.slice(1), WHOLE)).toMatchObject({ applied: true });
    expect(await holders(license.id)).toEqual(users.slice(1));
  });

  it("of nothing does nothing", async () => {
    const { sysadmin } = await addActors();
    const before = await everyRow();
    expect(await changeGrantList(sysadmin, [], WHOLE)).toMatchObject({ applied: true, boxes: [] });
    expect(await everyRow()).toEqual(before);
  });

  it("takes 10,000 rows over several licenses in one act", async () => {
    const licenses = ["CALL_CENTER", "EMAIL", "WFM", "MOBILE"].map((product) => named(product, 2_400));
    await install(issuer, licenses);
    const users = await addCrowd(2_500);
    const { sysadmin } = await addActors();
    const rows = users.flatMap((user) => licenses.map((license) => give(user, license)));
    const { boxes } = await changeGrantList(sysadmin, rows, PART);
    expect(boxes.filter(({ outcome }) => outcome === "assigned")).toHaveLength(9_600);
    expect(boxes.filter(({ refused }) => refused?.code === "seats_exhausted")).toHaveLength(400);
    for (const { id } of licenses) expect(await counted(id)).toEqual({ granted: 2_400, grants: 2_400 });
    const back = await changeGrantList(
      sysadmin,
      rows.map((row) => ({ ...row, held: false })),
      WHOLE,
    );
    expect(back.boxes.filter(({ outcome }) => outcome === "revoked")).toHaveLength(9_600);
    expect(await sql`select 1 from grants`).toHaveLength(0);
  });

  it("together with single grants never overruns a limit", async () => {
    const licenses = ["CALL_CENTER", "EMAIL"].map((product) => named(product, 30));
    await install(issuer, licenses);
    const { sysadmin } = await addActors();
    const users = await addCrowd(60);
    const [first = named("X", 1)] = licenses;
    const acts: Promise<unknown>[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const some = users.slice(turn * 5, turn * 5 + 10);
      const order = turn % 2 === 0 ? licenses : licenses.toReversed();
      acts.push(
        changeGrantList(
          sysadmin,
          some.flatMap((user) => order.map((license) => give(user, license))),
          PART,
        ),
      );
      acts.push(...some.map((user) => changeUserGrant(sysadmin, user, first.id, true).catch((error) => error)));
    }
    await Promise.all(acts);
    for (const { id } of licenses) expect(await counted(id)).toEqual({ granted: 30, grants: 30 });
    expect(await auditEntries("assign_license")).toHaveLength(60);
  });
});
