import { describe, expect, it } from "vitest";
import { channelsOverLimit } from "@/lib/licensing/channels-over-limit";
import type { Change } from "@/lib/licensing/import-plan";
import { END, id, NOW, START } from "@/tests/unit/samples";

function change(n: number, product: string, after: Partial<NonNullable<Change["after"]>> | null): Change {
  const terms = { name: null, limit: 3, notBefore: START, notAfter: END, scope: [] };
  return {
    kind: after === null ? "withdrawn" : "renewed",
    licenseId: id(n),
    product,
    name: null,
    competitive: false,
    before: terms,
    after: after && { ...terms, ...after },
    used: 0,
    overLimit: false,
    changed: [],
  };
}

const over = (changes: Change[], enabled = { chat_gateway: 3, email_profile: 0 }, unchanged = false) =>
  channelsOverLimit({ unchanged, changes }, enabled, NOW);

describe("channels that an import leaves over their limit", () => {
  it("are none while the largest license in force has room for those that are enabled", () => {
    expect(over([change(1, "CHAT", { limit: 3 })])).toEqual([]);
    expect(over([change(1, "CHAT", { limit: 1 }), change(2, "CHAT", { limit: 3 })])).toEqual([]);
  });

  it.each([
    ["the limit is lower", [change(1, "CHAT", { limit: 2 })], 2],
    ["limits are not summed", [change(1, "CHAT", { limit: 2 }), change(2, "CHAT", { limit: 2 })], 2],
    ["the license has ended", [change(1, "CHAT", { limit: 9, notAfter: NOW })], 0],
    ["the license is withdrawn", [change(1, "CHAT", null), change(2, "EMAIL", { limit: 9 })], 0],
  ])("are told where %s", (_, changes, limit) => {
    expect(over(changes)).toEqual([{ kind: "chat_gateway", enabled: 3, limit }]);
  });

  it("are counted by kind", () => {
    const changes = [change(1, "CHAT", { limit: 3 }), change(2, "EMAIL", { limit: 4 })];
    expect(over(changes, { chat_gateway: 3, email_profile: 5 })).toEqual([
      { kind: "email_profile", enabled: 5, limit: 4 },
    ]);
  });

  it("are none of a key that is installed already", () => {
    expect(over([], { chat_gateway: 3, email_profile: 5 }, true)).toEqual([]);
  });
});
