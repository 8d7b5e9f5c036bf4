import postgres from "postgres";
import { afterEach, describe, expect, it } from "vitest";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { channelStorm } from "@/tests/support/channel-storm";
import { addChannels } from "@/tests/support/channels";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { SYSTEM } from "@/tests/support/people";
import { cloneTemplate, dropDatabase } from "@/tests/support/template-database";
import { DATABASE_NAME, databaseUrl, issuer, sql } from "@/tests/support/worker-database";

const BEYOND = { code: "23514", constraint_name: "channels_within_limit" };

/** An installation with a limit of `limit` chat gateways, and `count` of them, all disabled. */
async function gateways(limit: number, count: number): Promise<string[]> {
  await install(issuer, [named("CHAT", limit)]);
  await addDomain(SYSTEM, "acme.example");
  return addChannels(count);
}

async function countEnabled(database: postgres.Sql): Promise<number> {
  const [row] = await database`select count(*)::int from channels where enabled_at is not null`;
  return row?.count;
}

describe("the table of channels", () => {
  it("refuses a raw UPDATE beyond the limit, whole", async () => {
    const [a = "", b = "", c = ""] = await gateways(2, 3);
    await sql`update channels set enabled_at = now() where id in (${a}, ${b})`;
    await expect(sql`update channels set enabled_at = now() where id = ${c}`).rejects.toMatchObject({
      ...BEYOND,
      message: "CHAT limited; maximum number of active: 2",
    });
    await sql`update channels set enabled_at = null`;
    await expect(sql`update channels set enabled_at = now()`).rejects.toMatchObject(BEYOND);
    expect(await countEnabled(sql)).toBe(0);
  });

  it("refuses a raw INSERT of an enabled channel beyond the limit, and another kind's rows that become this kind", async () => {
    const [a = ""] = await gateways(1, 1);
    await sql`update channels set enabled_at = now() where id = ${a}`;
    const insert = sql`insert into channels (kind, domain_id, name, enabled_at)
      select 'chat_gateway', id, 'raw', now() from domains`;
    await expect(insert).rejects.toMatchObject(BEYOND);
    await install(issuer, [named("CHAT", 1), named("EMAIL", 1)]);
    await sql`insert into channels (kind, domain_id, name, enabled_at) select 'email_profile', id, 'raw', now() from domains`;
    await expect(sql`update channels set kind = 'chat_gateway' where name = 'raw'`).rejects.toMatchObject(BEYOND);
    expect(await countEnabled(sql)).toBe(2);
  });

  it("leaves what is enabled alone when the limit is below it", async () => {
    const [a = "", b = "", c = ""] = await gateways(3, 3);
    await sql`update channels set enabled_at = now()`;
    await install(issuer, [named("CHAT", 1)]);
    await sql`update channels set name = name || '!', enabled_at = now() where id in (${a}, ${b})`;
    await sql`update channels set enabled_at = null where id = ${c}`;
    expect(await countEnabled(sql)).toBe(2);
  });

  it.each(["repeatable read", "serializable"])("is enabled by nobody who looks at a %s snapshot", async (level) => {
    const [a = ""] = await gateways(1, 1);
    const act = sql.begin(
      `isolation level ${level}`,
      (own) => own`update channels set enabled_at = now() where id = ${a}`,
    );
    await expect(act).rejects.toMatchObject({ code: "0A000" });
    expect(await countEnabled(sql)).toBe(0);
  });
});

describe("a storm of 32 connections", () => {
  const copy = `${DATABASE_NAME}_channels`;

  afterEach(() => dropDatabase(copy));

  it("enables exactly 5 where the limit is 5, and blocks nobody", async () => {
    const outcomes = await channelStorm(databaseUrl, await gateways(5, 32));
    expect(outcomes.filter((outcome) => outcome === "enabled")).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === "channel_limit")).toHaveLength(27);
    expect(await countEnabled(sql)).toBe(5);
  });

  it("is held by the trigger alone where the function forgets to count", async () => {
    const ids = await gateways(5, 12);
    const raw = ids.map((id) => sql`update channels set enabled_at = now() where id = ${id}`.catch(() => null));
    await Promise.all(raw);
    expect(await countEnabled(sql)).toBe(5);
  });

  it("passes the limit where trigger and lock are gone, so that the tests above can fail", async () => {
    const ids = await gateways(5, 32);
    const url = await cloneTemplate(copy);
    const scratch = postgres(url, { max: 1, onnotice: () => {} });
    await copyTables(scratch);
    await scratch`drop trigger channels_enabled on channels`;
    await scratch`create or replace function lock_channels(p_kind text) returns void language plpgsql as 'begin end'`;
    await channelStorm(url, ids);
    const enabled = await countEnabled(scratch);
    await scratch.end();
    expect(enabled).toBeGreaterThan(5);
  });
});

/** What `gateways` made, in another database. */
async function copyTables(target: postgres.Sql): Promise<void> {
  for (const table of ["domains", "certificates", "licenses", "channels"]) {
    const [row] = await sql.unsafe(`select jsonb_agg(t) as rows from ${table} t`);
    await target.unsafe(
      `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::text::jsonb)`,
      [JSON.stringify(row?.rows)],
    );
  }
}
