import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { howMany } from "@/tests/support/lengths";
import { childrenOf } from "@/tests/support/processes";
import { backendKills, databaseKills, nodeKills, openStormPlace, type StormPlace } from "@/tests/support/storm-place";
import { weather } from "@/tests/support/storm-verdict";
import { issuer } from "@/tests/support/worker-database";

/** Briefly no longer than this, however slow the machine: then there are fewer acts, with the same kills. */
const SECONDS = howMany("FAULT_SECONDS", { briefly: 50, long: Number.POSITIVE_INFINITY });

const KILLED = { acts: howMany("FAULT_ACTS", { briefly: 20_000, long: 2_000_000 }), seconds: SECONDS };
const KILLS = howMany("FAULT_KILLS", { briefly: 5, long: 200 });
const NODE_KILLS = howMany("FAULT_NODE_KILLS", { briefly: 3, long: 50 });

const CUT = { acts: howMany("FAULT_BACKEND_ACTS", { briefly: 3_000, long: 60_000 }), seconds: SECONDS };
const BACKEND_KILLS = howMany("FAULT_BACKEND_KILLS", { briefly: 300, long: 6_000 });

/** A call sends three statements one after the other (who, what, how it is then), and each of them has 5 seconds. */
const DEADLINE_MS = 3 * 5_000;

let place: StormPlace;

beforeAll(async () => {
  place = await openStormPlace(issuer);
});
beforeEach(() => place.clean());
afterAll(() => place?.stop());

describe("32 clients that assign, revoke, sign in and out, renew and change in bulk", () => {
  // What is found once in so many acts counts: there is no second try.
  it("lose nothing that was acknowledged and pass no limit while database and nodes are killed", {
    retry: 0,
  }, async () => {
    const { storm, looks, wrong } = await weather(
      place,
      issuer,
      KILLED,
      databaseKills(place, KILLS),
      nodeKills(place, NODE_KILLS),
    );
    expect(wrong).toEqual([]);
    expect(storm.acts).toBeGreaterThan(KILLS);
    expect(storm.happened).toEqual({ "database kills": KILLS, "node kills": NODE_KILLS });
    expect(storm.times.hung).toBe(0);
    expect(storm.unknown + storm.repeated).toBeGreaterThan(0);
    expect(looks).toBeGreaterThan(KILLS);
  });

  it("are all answered in time by living processes while single connections to the database are killed", async () => {
    const { pid } = place.server;
    const workers = childrenOf(pid);
    const { storm, wrong } = await weather(place, issuer, CUT, backendKills(place, BACKEND_KILLS));
    expect(wrong).toEqual([]);
    expect(storm.happened).toEqual({ "backend kills": BACKEND_KILLS });
    expect(storm.times.slowestMs).toBeLessThan(DEADLINE_MS);
    expect(childrenOf(pid)).toEqual(workers);
    expect(place.server.output()).not.toMatch(/unhandled|uncaught/i);
  });
});
