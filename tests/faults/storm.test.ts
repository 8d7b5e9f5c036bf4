import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { childrenOf } from "@/tests/support/processes";
import { backendKills, databaseKills, nodeKills, openStormPlace, type StormPlace } from "@/tests/support/storm-place";
import { weather } from "@/tests/support/storm-verdict";
import { issuer } from "@/tests/support/worker-database";

const IS_LONG = process.env.FAULTS === "long";

/** How much is tried: `FAULT_ACTS`, `FAULT_KILLS` and `FAULT_NODE_KILLS` choose it. */
const ACTS = Number(process.env.FAULT_ACTS ?? (IS_LONG ? 2_000_000 : 8_000));
const KILLS = Number(process.env.FAULT_KILLS ?? (IS_LONG ? 200 : 5));
const NODE_KILLS = Number(process.env.FAULT_NODE_KILLS ?? (IS_LONG ? 50 : 3));
const BACKEND_KILLS = 300;
const BACKEND_ACTS = IS_LONG ? 60_000 : 4_000;

/** A call is up to four statements in a row, of which each has 5 seconds; one that waits for its connection takes as long. */
const DEADLINE_MS = 5_000 + 1_500;

let place: StormPlace;

beforeAll(async () => {
  place = await openStormPlace(issuer);
});
beforeEach(() => place.clean());
afterAll(() => place?.stop());

describe("32 clients that assign, revoke, sign in and out, renew and change in bulk", () => {
  it("lose nothing that was acknowledged and pass no limit while database and nodes are killed", async () => {
    const { storm, looks, wrong } = await weather(
      place,
      issuer,
      ACTS,
      databaseKills(place, KILLS),
      nodeKills(place, NODE_KILLS),
    );
    expect(wrong).toEqual([]);
    expect(storm.acts).toBeGreaterThanOrEqual(ACTS);
    expect(storm.happened).toEqual({ "database kills": KILLS, "node kills": NODE_KILLS });
    expect(storm.times.hung).toBe(0);
    expect(storm.unknown + storm.repeated).toBeGreaterThan(0);
    expect(looks).toBeGreaterThan(KILLS);
  });

  it("are all answered in time by living processes while single connections to the database are killed", async () => {
    const { pid } = place.server;
    const workers = childrenOf(pid);
    const { storm, wrong } = await weather(place, issuer, BACKEND_ACTS, backendKills(place, BACKEND_KILLS));
    expect(wrong).toEqual([]);
    expect(storm.happened).toEqual({ "backend kills": BACKEND_KILLS });
    expect(storm.times.slowestMs).toBeLessThan(DEADLINE_MS);
    expect(childrenOf(pid)).toEqual(workers);
    expect(place.server.output()).not.toMatch(/unhandled|uncaught/i);
  });
});
