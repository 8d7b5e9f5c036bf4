import { describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { changeUserGrant } from "@/lib/use-cases/grants/change-user-grant";
import { getUserGrants } from "@/lib/use-cases/grants/get-user-grants";
import { setUserGrants } from "@/lib/use-cases/grants/set-user-grants";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, type IssuedLicense, named } from "@/tests/support/issuer";
import { addActors, addPerson } from "@/tests/support/people";
import { auditEntries, counted, everyRow, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const ids = (...licenses: { id: string }[]) => licenses.map(({ id }) => id);

function set(actor: UserActor, userId: string, licenses: { id: string }[] | null, tags: string[] | null = null) {
  return setUserGrants(actor, userId, { licenseIds: licenses && ids(...licenses), tags });
}

async function held(userId: string): Promise<string[]> {
  const rows = await sql`select license_id from grants where user_id = ${userId} order by license_id`;
  return rows.map(({ license_id }) => String(license_id));
}

/** Anna of acme.example, who holds the first license, and everybody who acts. */
async function annaWith(...licenses: [IssuedLicense, ...IssuedLicense[]]) {
  await install(issuer, licenses);
  const anna = await addPerson("anna@acme.example");
  await grant(anna.id, licenses[0]);
  return { anna: anna.id, ...(await addActors()) };
}

describe("setting a user's grants is denied", () => {
  it.each(["reader", "outsider", "nobody"] as const)("to %s, and nothing changes", async (who) => {
    const [one, other] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
    const { anna, ...actors } = await annaWith(one, other);
    const before = await everyRow();
    await expect(set(actors[who], anna, [other])).rejects.toMatchObject({ code: "access_denied" });
    await expect(set(actors[who], anna, null)).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("for users of another domain and users who do not exist, alike", async () => {
    const license = named("CALL_CENTER", 5);
    const { writer, foreign } = await annaWith(license);
    const before = await everyRow();
    for (const id of [foreign.id, "999999", "", "x", "1; drop", "\0", "9".repeat(30)]) {
      await expect(set(writer, id, [license])).rejects.toMatchObject({ code: "not_found" });
      await expect(set(writer, id, null)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await everyRow()).toEqual(before);
  });

  it("for licenses that do not exist, and whatever else was wished is not done", async () => {
    const [one, other] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
    const { anna, writer } = await annaWith(one, other);
    const before = await everyRow();
    for (const id of [named("WFM", 1).id, "", "x", "1"]) {
      await expect(set(writer, anna, [other, { id }])).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await everyRow()).toEqual(before);
  });
});

describe("setting a user's grants", () => {
  it("adds, keeps and revokes as one act, each change with its audit entry", async () => {
    const [gone, kept, added] = [named("CALL_CENTER", 5), named("EMAIL", 5), concurrent("MOBILE", 5)];
    const { anna, writer } = await annaWith(gone, kept, added);
    await grant(anna, kept);
    const [before] = await sql`select granted_at from grants where license_id = ${kept.id}`;
    const past = (await auditEntries()).length;

    const { user, tag } = await set(writer, anna, [added, kept, added]);
    expect(user.grants.map(({ license }) => license.id)).toEqual(ids(kept, added));
    expect(await getUserGrants(writer, anna)).toEqual({ user, tag });
    expect(await sql`select granted_at from grants where license_id = ${kept.id}`).toEqual([before]);
    const entries = (await auditEntries()).slice(past);
    expect(entries.map(({ act, license_id, user_id, actor_id }) => [act, license_id, user_id, actor_id])).toEqual([
      ["revoke_license", gone.id, anna, writer.id],
      ["assign_license", added.id, anna, writer.id],
    ]);
    expect(new Set(entries.map(({ act_id }) => act_id)).size).toBe(1);
    for (const license of [gone, kept, added]) {
      const { granted, grants } = await counted(license.id);
      expect(granted).toBe(grants);
    }
  });

  it("to what they are already changes nothing at all, whatever the order and spelling of ids", async () => {
    const [one, other] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
    const { anna, writer } = await annaWith(one, other);
    await grant(anna, other);
    const { tag } = await getUserGrants(writer, anna);
    const before = await everyRow();
    const again = await setUserGrants(writer, anna, { licenseIds: [other.id.toUpperCase(), one.id], tags: null });
    expect(again.tag).toBe(tag);
    expect(await everyRow()).toEqual(before);
  });

  it("without a set leaves every grant as it is; an empty set takes all", async () => {
    const license = named("CALL_CENTER", 5);
    const { anna, writer } = await annaWith(license);
    const before = await everyRow();
    expect((await set(writer, anna, null)).user.grants).toHaveLength(1);
    expect(await everyRow()).toEqual(before);
    expect((await set(writer, anna, [])).user.grants).toEqual([]);
    expect(await holders(license.id)).toEqual([]);
  });

  it("keeps what is held without any check: expired, withdrawn, over limit", async () => {
    const [ended, gone, over, added] = [
      named("CALL_CENTER", 5),
      named("EMAIL", 5),
      named("WFM", 2),
      named("MOBILE", 5),
    ];
    const { anna, writer } = await annaWith(ended, gone, over, added);
    await grant(anna, gone, over);
    await grant((await addPerson("bob@acme.example")).id, over);
    await install(issuer, [{ ...ended, ...EXPIRED }, { ...over, limit: 1 }, added]);

    await set(writer, anna, [ended, gone, over, added]);
    expect(await held(anna)).toEqual(ids(ended, gone, over, added).toSorted());
    for (const [license, code] of [
      [ended, "license_expired"],
      [gone, "license_withdrawn"],
      [over, "seats_exhausted"],
    ] as const) {
      await set(
        writer,
        anna,
        [ended, gone, over, added].filter((each) => each !== license),
      );
      const back = set(writer, anna, [ended, gone, over, added]);
      await expect(back).rejects.toMatchObject({ code, params: { product: license.product } });
      // As it was, past the rules, for the next round.
      await sql`alter table grants disable trigger grants_added`;
      await sql`insert into grants values (${anna}, ${license.id})`;
      await sql`alter table grants enable trigger grants_added`;
      await sql`update licenses set granted = granted + 1 where id = ${license.id}`;
    }
  });

  it("is all or nothing: one refused, and none is changed; the reason is that of the first refused", async () => {
    const [held1, free, full, ended] = [
      named("CALL_CENTER", 5),
      named("EMAIL", 5),
      named("WFM", 1),
      named("MOBILE", 5, EXPIRED),
    ];
    const { anna, writer, nobody } = await annaWith(held1, free, full, ended);
    await grant(nobody.id, full);
    const before = await everyRow();
    const seats = { code: "seats_exhausted", params: { product: "WFM", limit: 1 } };
    await expect(set(writer, anna, [free, full, ended])).rejects.toMatchObject(seats);
    await expect(set(writer, anna, [ended, full])).rejects.toMatchObject({ code: "license_expired" });
    await expect(set(writer, anna, [named("CHAT", 1), full])).rejects.toMatchObject({ code: "not_found" });
    expect(await everyRow()).toEqual(before);
  });
});

describe("with a version", () => {
  it("does nothing when it is another one, also without a set, and goes on when one of several is right", async () => {
    const [one, other] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
    const { anna, writer } = await annaWith(one, other);
    const { tag } = await getUserGrants(writer, anna);
    await changeUserGrant(writer, anna, other.id, true);
    const before = await everyRow();
    for (const tags of [[tag], [], ["", "x"]]) {
      await expect(set(writer, anna, [], tags)).rejects.toMatchObject({ code: "stale" });
      await expect(set(writer, anna, null, tags)).rejects.toMatchObject({ code: "stale" });
    }
    expect(await everyRow()).toEqual(before);
    const { tag: now } = await getUserGrants(writer, anna);
    await set(writer, anna, [], [tag, now]);
    expect(await held(anna)).toEqual([]);
  });

  it("is another one after everything that is shown has changed", async () => {
    const license = named("CALL_CENTER", 5);
    const { anna, writer } = await annaWith(license);
    const tag = async () => (await getUserGrants(writer, anna)).tag;
    const tags = [await tag()];
    await sql`update users set name = 'Anna B.' where id = ${anna}`;
    tags.push(await tag());
    await sql`update users set disabled_at = now() where id = ${anna}`;
    tags.push(await tag());
    await install(issuer, [{ ...license, not_after: license.not_after + 86_400 }]);
    tags.push(await tag());
    // Taken and given back: the same license, another grant.
    await changeUserGrant(writer, anna, license.id, false);
    await changeUserGrant(writer, anna, license.id, true);
    tags.push(await tag());
    expect(new Set(tags).size).toBe(5);
  });

  it("lets exactly one of many win who set different sets from the same version", async () => {
    const licenses = ["CALL_CENTER", "EMAIL", "WFM", "MOBILE"].map((product) => named(product, 50));
    const [first = named("X", 1), ...others] = licenses;
    const { anna, sysadmin } = await annaWith(first, ...others);
    for (let round = 0; round < 10; round++) {
      // None of the wishes is what the user holds already: that would leave the version as it is.
      const { tag } = await set(sysadmin, anna, licenses);
      const wishes = licenses.map((_, place) => licenses.filter((__, other) => other !== (place + round) % 4));
      const results = await Promise.allSettled(wishes.map((wish) => set(sysadmin, anna, wish, [tag])));
      const won = results.flatMap((result, place) => (result.status === "fulfilled" ? [place] : []));
      const reasons = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
      expect(won).toHaveLength(1);
      expect(reasons).toEqual(["stale", "stale", "stale"]);
      expect(await held(anna)).toEqual(ids(...(wishes[won[0] ?? 0] ?? [])).toSorted());
    }
  });

  it("never takes away what somebody else gave since that version", async () => {
    const [mine, other] = [named("CALL_CENTER", 50), named("EMAIL", 50)];
    const { anna, sysadmin, writer } = await annaWith(mine, other);
    for (let round = 0; round < 20; round++) {
      const { tag } = await set(sysadmin, anna, [mine]);
      const [setting] = await Promise.allSettled([
        set(sysadmin, anna, [], [tag]),
        changeUserGrant(writer, anna, other.id, true),
      ]);
      const kept = setting.status === "rejected" ? [mine, other] : [other];
      expect(await held(anna)).toEqual(ids(...kept).toSorted());
    }
  });
});
