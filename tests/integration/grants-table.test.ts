import postgres from "postgres";
import { afterEach, describe, expect, it } from "vitest";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { countGrants, grantStorm } from "@/tests/support/grant-storm";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addCrowd, addPerson, SYSTEM } from "@/tests/support/people";
import { counted } from "@/tests/support/stored";
import { cloneTemplate, dropDatabase } from "@/tests/support/template-database";
import { DATABASE_NAME, databaseUrl, issuer, sql } from "@/tests/support/worker-database";

describe("the table of grants", () => {
  it("refuses a raw INSERT beyond the limit of a named license", async () => {
    const license = named("CALL_CENTER", 2);
    await install(issuer, [license]);
    const [a = "", b = "", c = ""] = await addCrowd(3);
    await sql`insert into grants (user_id, license_id) values (${a}, ${license.id}), (${b}, ${license.id})`;
    await expect(sql`insert into grants (user_id, license_id) values (${c}, ${license.id})`).rejects.toMatchObject({
      code: "23514",
      constraint_name: "grants_within_limit",
    });
    expect(await counted(license.id)).toEqual({ granted: 2, grants: 2 });
  });

  it("refuses a whole raw INSERT of which one row is too many", async () => {
    const [free, full] = [named("CALL_CENTER", 5), named("EMAIL", 1)];
    await install(issuer, [free, full]);
    const [a = "", b = ""] = await addCrowd(2);
    await expect(
      sql`insert into grants (user_id, license_id) values (${a}, ${free.id}), (${a}, ${full.id}), (${b}, ${full.id})`,
    ).rejects.toMatchObject({ constraint_name: "grants_within_limit" });
    expect(await counted(free.id)).toEqual({ granted: 0, grants: 0 });
  });

  it("does not limit the grants of a concurrent license, and counts them", async () => {
    const license = concurrent("CALL_CENTER", 1);
    await install(issuer, [license]);
    for (const user of await addCrowd(3))
      await sql`insert into grants (user_id, license_id) values (${user}, ${license.id})`;
    expect(await counted(license.id)).toEqual({ granted: 3, grants: 3 });
  });

  it("refuses every UPDATE", async () => {
    const [from, to] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
    await install(issuer, [from, to]);
    const [user = ""] = await addCrowd(1);
    await grant(user, from);
    await expect(sql`update grants set license_id = ${to.id}`).rejects.toMatchObject({ code: "23001" });
    await expect(sql`update grants set granted_at = now()`).rejects.toMatchObject({ code: "23001" });
  });

  it("moves the counter with DELETE, TRUNCATE and the deletion of users", async () => {
    const [license, other] = [named("CALL_CENTER", 5), concurrent("EMAIL", 5)];
    await install(issuer, [license, other]);
    const users = await addCrowd(4);
    for (const user of users) await grant(user, license, other);
    const [a = "", b = ""] = users;
    await sql`delete from grants where user_id = ${a} and license_id = ${license.id}`;
    expect(await counted(license.id)).toEqual({ granted: 3, grants: 3 });
    await sql`delete from users where id in (${a}, ${b})`;
    expect([await counted(license.id), await counted(other.id)]).toEqual([
      { granted: 2, grants: 2 },
      { granted: 2, grants: 2 },
    ]);
    await sql`truncate grants`;
    expect([await counted(license.id), await counted(other.id)]).toEqual([
      { granted: 0, grants: 0 },
      { granted: 0, grants: 0 },
    ]);
  });

  it("lets users be deleted while others assign and revoke", async () => {
    const licenses = ["CALL_CENTER", "EMAIL", "WFM"].map((product) => named(product, 500));
    await install(issuer, licenses);
    const users = await addCrowd(60);
    for (const user of users) await grant(user, ...licenses);
    const change = (user: string) =>
      changeGrants(
        SYSTEM,
        licenses.toReversed().map(({ id }) => ({ userId: user, licenseId: id, held: false })),
      );
    await Promise.all([
      ...users.map((user) => sql`delete from users where id = ${user}`),
      ...users.toReversed().map(change),
    ]);
    for (const { id } of licenses) expect(await counted(id)).toEqual({ granted: 0, grants: 0 });
  });

  it("takes the seat back with the grant, so that somebody else can have it at once", async () => {
    const license = concurrent("CALL_CENTER", 1);
    await install(issuer, [license, named("WFM", 5)]);
    const [first, second] = [await addPerson("first@acme.example"), await addPerson("second@acme.example")];
    for (const { id } of [first, second]) await grant(id, license);
    await signIn(first.address, first.password);
    await expect(signIn(second.address, second.password)).rejects.toMatchObject({ code: "seats_exhausted" });
    await changeGrants(SYSTEM, [{ userId: first.id, licenseId: license.id, held: false }]);
    await signIn(second.address, second.password);
    const seats = await sql`select user_id::text from seats where license_id = ${license.id} and ends_at > now()`;
    expect(seats).toEqual([{ user_id: second.id }]);
  });
});

async function calmBefore() {
  const licenses = [named("CALL_CENTER", 9), named("EMAIL", 4), named("WFM", 15), named("MOBILE", 1)];
  const text = await install(issuer, licenses);
  const users = await addCrowd(40);
  return { text, users, licenses: licenses.map(({ id }) => id) };
}

describe("a storm of 2,000 writes over 8 connections", () => {
  const copy = `${DATABASE_NAME}_storm`;

  afterEach(() => dropDatabase(copy));

  it("leaves every counter equal to the count and no limit passed, and blocks nobody", async () => {
    const { users, licenses } = await calmBefore();
    const surprises = await grantStorm({ url: databaseUrl, users, licenses, operations: 2_000 });
    expect(surprises).toEqual([]);
    const after = await countGrants(sql);
    expect(after).toHaveLength(4);
    for (const { limit, granted, grants } of after) {
      expect(granted).toBe(grants);
      expect(grants).toBeLessThanOrEqual(limit);
    }
    expect(after.some(({ limit, grants }) => grants > limit / 2)).toBe(true);
  });

  it("passes the limits where the trigger is gone, so that the test above can fail", async () => {
    const { users, licenses } = await calmBefore();
    const url = await cloneTemplate(copy);
    const scratch = postgres(url, { max: 1, onnotice: () => {} });
    await copyTables(scratch);
    await scratch`drop trigger grants_added on grants`;
    await scratch`drop trigger grants_removed on grants`;
    await grantStorm({ url, users, licenses, operations: 2_000 });
    const after = await countGrants(scratch);
    await scratch.end();
    expect(after.some(({ limit, grants }) => grants > limit)).toBe(true);
  });
});

/** What `calmBefore` made, in another database. */
async function copyTables(target: postgres.Sql): Promise<void> {
  for (const table of ["domains", "users", "certificates", "licenses"]) {
    const [row] = await sql.unsafe(`select jsonb_agg(t) as rows from ${table} t`);
    await target.unsafe(
      `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::text::jsonb)`,
      [JSON.stringify(row?.rows)],
    );
  }
}
