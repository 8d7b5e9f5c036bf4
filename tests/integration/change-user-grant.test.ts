import { describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { changeUserGrant } from "@/lib/use-cases/grants/change-user-grant";
import { setUserGrants } from "@/lib/use-cases/grants/set-user-grants";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActors, addCrowd, addPerson, SYSTEM, setRole } from "@/tests/support/people";
import { auditEntries, counted, everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

function set(actor: UserActor, userId: string, licenses: { id: string }[]) {
  return setUserGrants(actor, userId, { licenseIds: licenses.map(({ id }) => id), tags: null });
}

describe("changing one grant is denied", () => {
  it.each(["reader", "outsider", "nobody"] as const)("to %s, and nothing changes", async (who) => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const actors = await addActors();
    const before = await everyRow();
    for (const held of [true, false]) {
      const act = changeUserGrant(actors[who], actors.writer.id, license.id, held);
      await expect(act).rejects.toMatchObject({ code: "access_denied" });
    }
    expect(await everyRow()).toEqual(before);
  });

  it("for users of another domain, and users and licenses that do not exist, alike", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { writer, foreign } = await addActors();
    const before = await everyRow();
    const pairs = [foreign.id, "999999", "", "x", "\0", "9".repeat(30)].map((user) => [user, license.id]);
    pairs.push(...[named("WFM", 1).id, "", "x", "1"].map((id) => [writer.id, id]));
    for (const [user = "", id = ""] of pairs) {
      for (const held of [true, false]) {
        await expect(changeUserGrant(writer, user, id, held)).rejects.toMatchObject({ code: "not_found" });
      }
    }
    expect(await everyRow()).toEqual(before);
  });
});

describe("one grant", () => {
  it("is given and taken, and doing it again changes nothing", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { writer } = await addActors();
    const { id } = await addPerson("anna@acme.example");
    const given = await changeUserGrant(writer, id, license.id, true);
    expect(given.user.grants.map((each) => each.license.id)).toEqual([license.id]);
    const before = await everyRow();
    expect(await changeUserGrant(writer, id, license.id.toUpperCase(), true)).toEqual(given);
    expect(await everyRow()).toEqual(before);
    const taken = await changeUserGrant(writer, id, license.id, false);
    expect(taken.user.grants).toEqual([]);
    expect(taken.tag).not.toBe(given.tag);
    expect(await changeUserGrant(writer, id, license.id, false)).toEqual(taken);
  });

  it("only of the version that is known, where one is", async () => {
    const [license, other] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
    await install(issuer, [license, other]);
    const { writer } = await addActors();
    const change = (held: boolean, ...tags: string[]) => changeUserGrant(writer, writer.id, license.id, held, tags);
    const { tag: before } = await changeUserGrant(writer, writer.id, other.id, true);
    const { tag: after } = await change(true, "another", before);
    for (const tags of [[before], ["another"], []]) {
      await expect(change(false, ...tags)).rejects.toMatchObject({ code: "stale" });
    }
    await expect(changeUserGrant(writer, "999", license.id, true, [after])).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await counted(license.id)).toEqual({ granted: 1, grants: 1 });
    expect((await change(false, after)).user.grants).toHaveLength(1);
    const races = await Promise.allSettled(Array.from({ length: 5 }, () => change(true, before)));
    expect(races.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("answers the user to whoever may write but not read", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { writer } = await addActors();
    await setRole("writer", { permissions: ["write"], sections: ["admin", "admin/license"] });
    const blind: UserActor = { ...writer, permissions: ["write"] };
    const { user } = await changeUserGrant(blind, writer.id, license.id, true);
    expect(user.grants).toHaveLength(1);
    expect((await set(blind, writer.id, [])).user.grants).toEqual([]);
  });

  it("and sets and lists together never overrun the last seats", async () => {
    const license = named("CALL_CENTER", 10);
    await install(issuer, [license]);
    const { sysadmin } = await addActors();
    const users = await addCrowd(40);
    const acts = users.map((userId, place) => {
      if (place % 3 === 0) return changeUserGrant(sysadmin, userId, license.id, true);
      if (place % 3 === 1) return set(sysadmin, userId, [license]);
      return changeGrants(SYSTEM, [{ userId, licenseId: license.id, held: true }]);
    });
    const results = await Promise.allSettled(acts);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set(["seats_exhausted"]));
    expect(await counted(license.id)).toEqual({ granted: 10, grants: 10 });
    expect(await auditEntries("assign_license")).toHaveLength(10);
  });

  it("and sets of one user, at random and at once, end consistent", async () => {
    const licenses = ["CALL_CENTER", "EMAIL", "WFM"].map((product) => named(product, 50));
    await install(issuer, licenses);
    const { sysadmin } = await addActors();
    const users = await addCrowd(3);
    const acts = Array.from({ length: 90 }, (_, turn) => {
      const [user = "", license = named("X", 1)] = [users[turn % 3], licenses[(turn >> 1) % 3]];
      if (turn % 2 === 0) return changeUserGrant(sysadmin, user, license.id, turn % 4 === 0);
      return set(sysadmin, user, licenses.slice(turn % 4));
    });
    await Promise.all(acts);
    for (const license of licenses) {
      const { granted, grants } = await counted(license.id);
      expect(granted).toBe(grants);
    }
    const [moves] = await sql`
      select (select count(*) from audit_entries where act = 'assign_license')
        - (select count(*) from audit_entries where act = 'revoke_license') = (select count(*) from grants) as even`;
    expect(moves?.even).toBe(true);
  });
});

it("ids with zeros in front and in upper case are what they are, of one grant and of several", async () => {
  const license = named("CALL_CENTER", 5);
  await install(issuer, [license]);
  const { sysadmin } = await addActors();
  const { id } = await addPerson("anna@acme.example");
  const [odd, upper] = [`00${id}`, license.id.toUpperCase()];
  const wish = { userId: odd, licenseId: upper, held: true };
  const same = { userId: id, licenseId: license.id, held: true, changed: true, refused: null };
  expect(await changeGrants(SYSTEM, [wish])).toEqual([same]);
  expect((await changeUserGrant(sysadmin, odd, upper, false)).user).toMatchObject({ id, grants: [] });
});
