import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { databaseKills, openStormPlace, type StormPlace } from "@/tests/support/storm-place";
import { SABOTAGES } from "@/tests/support/storm-sabotage";
import { weather } from "@/tests/support/storm-verdict";
import { issuer } from "@/tests/support/worker-database";

const LENGTH = { acts: 400, seconds: Number.POSITIVE_INFINITY };

let place: StormPlace;

beforeAll(async () => {
  place = await openStormPlace(issuer);
});
beforeEach(() => place.clean());
afterAll(() => place?.stop());

describe("the storm finds that something is missing", () => {
  it.each(SABOTAGES)("when it is $guard", async ({ complaint, takeOut }) => {
    const putBack = await takeOut(place.sql);
    try {
      const { wrong } = await weather(place, issuer, LENGTH, databaseKills(place, 1));
      expect(wrong.join("\n")).toMatch(complaint);
    } finally {
      await putBack();
    }
  });
});
