import { sql as statement } from "drizzle-orm";
import postgres from "postgres";
import { afterEach, describe, expect, it } from "vitest";
import { closePool, queryOne } from "@/db/client";
import { migrate } from "@/scripts/migrate.mjs";
import { addActor } from "@/tests/support/people";
import { createEmptyDatabase, dropDatabase } from "@/tests/support/template-database";
import { asPerson } from "@/tests/support/who-may-lines";
import { DATABASE_NAME, databaseUrl, sql } from "@/tests/support/worker-database";

const NAME = `${DATABASE_NAME}_walls`;
const OWNER = `${DATABASE_NAME}_owner`;

/** A database whose owner may make tables and no roles; answers its address as that owner. */
async function ownedDatabase(): Promise<URL> {
  const url = new URL(await createEmptyDatabase(NAME));
  await sql.unsafe(`create role ${OWNER} login password 'plain'; alter database ${NAME} owner to ${OWNER}`);
  url.username = OWNER;
  url.password = "plain";
  return url;
}

const roleBehindWalls = async () => {
  const reader = await addActor("reader@acme.example", "reader");
  return (await asPerson(reader, () => queryOne<{ role: string }>(statement`select current_user::text as role`))).role;
};

describe("raising the walls", () => {
  afterEach(async () => {
    await dropDatabase(NAME);
    await sql.unsafe(`drop role if exists ${OWNER}; select raise_walls()`);
    await closePool();
  });

  it("is done by the start, for tables too that came since", async () => {
    expect(await sql`select walls_stand() as stand`).toEqual([{ stand: true }]);
    await sql`create table newcomer (id int)`;
    expect(await sql`select walls_stand() as stand`).toEqual([{ stand: false }]);
    const said: string[] = [];
    await migrate(databaseUrl, undefined, (sentence) => said.push(sentence));
    expect(await sql`select walls_stand() as stand`).toEqual([{ stand: true }]);
    await sql`drop table newcomer`;
    expect(said).toEqual([]);
    expect(await roleBehindWalls()).toBe("seatwise_bounded");
  });

  it("that the server refuses is said in a sentence, and nothing else is missing", async () => {
    const url = await ownedDatabase();
    const said: string[] = [];
    await migrate(url.href, undefined, (sentence) => said.push(sentence));
    expect(said).toEqual([
      expect.stringMatching(
        new RegExp(
          `PostgreSQL does not separate the domains itself .*Seatwise still does.*is there already.*: grant seatwise_bounded to ${OWNER}, then start again`,
        ),
      ),
    ]);
    const owner = postgres(url.href, { max: 1, onnotice: () => {} });
    expect(await owner`select walls_stand() as stand`).toEqual([{ stand: false }]);
    expect(await owner`select name from roles`).toEqual([{ name: "sysadmin" }]);
    await sql.unsafe(`grant seatwise_bounded to ${OWNER}`);
    await migrate(url.href, undefined, (sentence) => said.push(sentence));
    expect(said).toHaveLength(1);
    expect(await owner`select walls_stand() as stand`).toEqual([{ stand: true }]);
    await owner`insert into domains (name) values ('acme.example')`;
    await owner.begin(async (own) => {
      await own.unsafe("set local role seatwise_bounded");
      expect(await own`select 1 from domains`).toEqual([]);
    });
    await owner.end();
  });

  it("that was not done leaves people their domain by the conditions of the queries alone", async () => {
    await closePool();
    await sql`revoke insert on users from seatwise_bounded`;
    expect(await roleBehindWalls()).not.toBe("seatwise_bounded");
  });
});
