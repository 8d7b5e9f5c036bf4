import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import postgres from "postgres";
import { afterEach, describe, expect, it } from "vitest";
import { createLanes, type WalledLanes } from "@/db/walled-lanes";
import { databaseUrl, sql as past } from "@/tests/support/worker-database";

const TOLD = "select current_user::text as role, coalesce(current_setting('seatwise.domain', true), '') as domain";

/** A way to the database through a door of ours, which hears of each who comes before they are let through. */
async function relayed(hear: (comer: Socket) => void): Promise<{ url: string; close: () => void }> {
  const { port, hostname } = new URL(databaseUrl);
  const relay = createServer((comer: Socket) => {
    hear(comer);
    if (comer.destroyed) return;
    const server = connect(Number(port), hostname);
    for (const socket of [comer, server]) socket.on("error", () => {});
    comer.pipe(server).pipe(comer);
  }).listen(0, "127.0.0.1");
  await once(relay, "listening");
  const through = new URL(databaseUrl);
  through.port = String((relay.address() as AddressInfo).port);
  return { url: through.href, close: () => void relay.close() };
}

describe("a lane", () => {
  const opened: postgres.Sql[] = [];
  let lanes: WalledLanes | undefined;

  /** The lanes as one asks them who waits for ever. */
  function patiently(made: WalledLanes) {
    lanes = made;
    const { signal } = new AbortController();
    return {
      send: <Row extends object>(domainId: string, text: string, params: unknown[]) =>
        made.send<Row>(domainId, { text, params, prepare: true }, signal),
    };
  }

  function lanesOf(most: number, url = databaseUrl) {
    const made = createLanes("seatwise_bounded", most, (onclose) => {
      const sql = postgres(url, { max: 1, onclose, fetch_types: false, connect_timeout: 2, onnotice: () => {} });
      opened.push(sql);
      return sql;
    });
    return patiently(made);
  }

  afterEach(async () => {
    await lanes?.end({ timeout: 1 });
    opened.length = 0;
  });

  it("keeps nothing of what it was told, nor after a statement that failed", async () => {
    const one = lanesOf(1);
    expect(await one.send("7", TOLD, [])).toEqual([{ role: "seatwise_bounded", domain: "7" }]);
    await expect(one.send("7", "select 1 / $1::int", [0])).rejects.toThrow(/division by zero/);
    const [left] = (await opened[0]?.unsafe(TOLD)) ?? [];
    expect(left).toEqual({ role: expect.not.stringContaining("bounded"), domain: "" });
  });

  it("is one of no more than were asked for, and each statement waits for its own", async () => {
    const three = lanesOf(3);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, nth) =>
        three.send<{ domain: string }>(String(nth), `${TOLD}, pg_sleep(0.005)`, []),
      ),
    );
    expect(opened).toHaveLength(3);
    expect(answers.map(([row]) => row?.domain)).toEqual(Array.from({ length: 60 }, (_, nth) => String(nth)));
  });

  it("sends nothing over a connection that cannot be opened, and is free again", async () => {
    const nowhere = new URL(databaseUrl);
    nowhere.port = "1";
    const one = lanesOf(1, nowhere.href);
    for (let turn = 0; turn < 2; turn++) await expect(one.send("7", TOLD, [])).rejects.toThrow(/ECONNREFUSED/);
  });

  it("sends nothing either over the connection that comes after one that broke while it opened", async () => {
    let comers = 0;
    const relay = await relayed((comer) => {
      if (++comers === 1) comer.resetAndDestroy();
    });
    const one = lanesOf(1, relay.url);
    const act = "insert into attempts (key, count, ends_at) values ($1, 0, now()) returning key";
    await expect(one.send("7", act, ["lost"])).rejects.toThrow();
    expect(await one.send("7", act, ["kept"])).toEqual([{ key: "kept" }]);
    expect(await past`select key from attempts`).toEqual([{ key: "kept" }]);
    relay.close();
  });

  it("does not take what the driver tried again behind the end of the transaction for an answer", async () => {
    await past`create table newcomer (id int)`;
    await past`grant select on newcomer to seatwise_bounded`;
    const one = lanesOf(1);
    const star = "select * from newcomer where $1::int = 1";
    expect(await one.send("7", star, [1])).toEqual([]);
    await past`alter table newcomer add other int`;
    await expect(one.send("7", star, [1])).rejects.toThrow(/rolled back/);
    expect(await one.send("7", star, [1])).toEqual([]);
    await past`drop table newcomer`;
  });

  it("does not take for done what its connection, closed meanwhile, never ended", async () => {
    const made = createLanes("seatwise_bounded", 1, (onclose) =>
      postgres(databaseUrl, { max: 1, onclose, fetch_types: false, max_lifetime: 1, onnotice: () => {} }),
    );
    const brief = patiently(made);
    const act = `insert into attempts (key, count, ends_at) select $1, 0, now() from pg_sleep(2) returning key`;
    await expect(brief.send("7", act, ["lost"])).rejects.toThrow(/lost/);
    expect(await past`select key from attempts`).toEqual([]);
    expect(await brief.send("7", TOLD, [])).toEqual([{ role: "seatwise_bounded", domain: "7" }]);
  });

  it("hands on its turn when the connection that broke is gone, not before", async () => {
    const comers = new Set<Socket>();
    const relay = await relayed((comer) => comers.add(comer));
    const one = lanesOf(1, relay.url);
    // Known to the connection, so that nothing holds up what is sent behind it.
    const nap = "select pg_sleep($1::float8)::text as slept";
    await one.send("7", nap, [0]);
    for (let turn = 0; turn < 5; turn++) {
      const broken = one.send("7", nap, [5]);
      const next = one.send("7", nap, [0]);
      await sleep(100);
      for (const comer of comers) comer.resetAndDestroy();
      comers.clear();
      await expect(broken).rejects.toThrow();
      expect(await next).toEqual([{ slept: "" }]);
    }
    relay.close();
  });

  it("takes the number of a domain and nothing else", async () => {
    await expect(lanesOf(1).send("7'; reset role; --", TOLD, [])).rejects.toThrow(/number/);
  });
});
