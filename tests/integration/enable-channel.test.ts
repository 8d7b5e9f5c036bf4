import { describe, expect, it } from "vitest";
import { disableChannel } from "@/lib/use-cases/channels/disable-channel";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { removeChannel } from "@/lib/use-cases/channels/remove-channel";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addChannelActors, addChannels } from "@/tests/support/channels";
import { install } from "@/tests/support/installation";
import { concurrent, EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";
import { SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

async function enabledIds(): Promise<string[]> {
  const rows = await sql`select id from channels where enabled_at is not null order by id`;
  return rows.map(({ id }) => String(id));
}

const tryEnable = (id: string) =>
  enableChannel(SYSTEM, id).then(
    () => "enabled",
    (error: { code: string }) => error.code,
  );

/** How an act ended that answers nothing of interest: done, or its reason. */
const toldOf = (act: Promise<unknown>) => act.then(() => "done").catch(({ code }: { code?: string }) => code);

describe("enabling and disabling are denied", () => {
  it.each(["reader", "outsider"] as const)("to %s, and nothing changes", async (who) => {
    await install(issuer, [named("CHAT", 5)]);
    const actors = await addChannelActors();
    const [on = "", off = ""] = await addChannels(2);
    await enableChannel(SYSTEM, on);
    const before = await everyRow();
    await expect(enableChannel(actors[who], off)).rejects.toMatchObject({ code: "access_denied" });
    await expect(disableChannel(actors[who], on)).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("for another domain's channels, which look as if they did not exist", async () => {
    await install(issuer, [named("CHAT", 5)]);
    const { foreign } = await addChannelActors();
    const [on = "", off = ""] = await addChannels(2);
    await enableChannel(SYSTEM, on);
    const before = await everyRow();
    for (const id of [off, "999999", "0x1", ""]) {
      await expect(enableChannel(foreign, id)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(disableChannel(foreign, on)).rejects.toMatchObject({ code: "not_found" });
    expect(await everyRow()).toEqual(before);
  });
});

describe("the limit", () => {
  it("is the largest among the licenses of the product in force, and not their sum", async () => {
    const sizes = { CHAT: [2, 3, 2], other: [named("CALL_CENTER", 50), named("EMAIL", 40)] };
    const closed = [named("CHAT", 9, EXPIRED), named("CHAT", 9, NOT_STARTED)];
    const gone = named("CHAT", 9);
    const chat = sizes.CHAT.map((limit) => named("CHAT", limit));
    await install(issuer, [gone, ...chat]);
    await install(issuer, [...chat, ...closed, ...sizes.other]);
    await addDomain(SYSTEM, "acme.example");
    const ids = await addChannels(4);
    for (const id of ids.slice(0, 3)) expect(await enableChannel(SYSTEM, id)).toBe(true);
    await expect(enableChannel(SYSTEM, ids[3] ?? "")).rejects.toMatchObject({
      code: "channel_limit",
      params: { product: "CHAT", limit: 3 },
    });
    expect(await enabledIds()).toEqual(ids.slice(0, 3));
  });

  it("is 0 when no license of the product is in force", async () => {
    await install(issuer, [named("CALL_CENTER", 5), named("CHAT", 5, EXPIRED), named("EMAIL", 5)]);
    await addDomain(SYSTEM, "acme.example");
    const [id = ""] = await addChannels(1);
    await expect(enableChannel(SYSTEM, id)).rejects.toMatchObject({ code: "channel_limit", params: { limit: 0 } });
    expect(await auditEntries("enable_channel")).toEqual([]);
  });

  it("counts all domains, each kind on its own, and a concurrent EMAIL by its limit", async () => {
    await install(issuer, [named("CHAT", 1), concurrent("EMAIL", 2)]);
    const { keeper, foreign } = await addChannelActors();
    const [ours = "", other = ""] = await addChannels(2);
    const [theirs = ""] = await addChannels(1, "globex.example");
    const profiles = await addChannels(3, "globex.example", "email_profile");
    await enableChannel(keeper, ours);
    for (const id of [other, theirs]) expect(await tryEnable(id)).toBe("channel_limit");
    await expect(enableChannel(foreign, theirs)).rejects.toMatchObject({ code: "channel_limit" });
    expect(await Promise.all(profiles.slice(0, 2).map(tryEnable))).toEqual(["enabled", "enabled"]);
    await expect(enableChannel(foreign, profiles[2] ?? "")).rejects.toMatchObject({
      code: "channel_limit",
      params: { product: "EMAIL", limit: 2 },
    });
  });

  it("lowered by a renewal leaves enabled ones enabled, and asks again once one was disabled", async () => {
    const license = named("CHAT", 3);
    await install(issuer, [license]);
    await addDomain(SYSTEM, "acme.example");
    const [a = "", b = "", c = "", d = ""] = await addChannels(4);
    for (const id of [a, b, c]) await enableChannel(SYSTEM, id);
    await install(issuer, [{ ...license, limit: 2 }]);
    expect(await enabledIds()).toEqual([a, b, c]);
    expect(await enableChannel(SYSTEM, a)).toBe(false);
    expect(await tryEnable(d)).toBe("channel_limit");
    await disableChannel(SYSTEM, a);
    expect(await tryEnable(a)).toBe("channel_limit");
    await removeChannel(SYSTEM, b);
    expect(await tryEnable(d)).toBe("enabled");
    expect(await enabledIds()).toEqual([c, d]);
  });
});

describe("the audit list", () => {
  it("has one entry for each change, with who, what and where", async () => {
    await install(issuer, [named("CHAT", 1)]);
    const { keeper } = await addChannelActors();
    const [id = ""] = await addChannels(1);
    expect(await enableChannel(keeper, id)).toBe(true);
    expect(await disableChannel(keeper, id)).toBe(true);
    const channel = { channel: "gateway 1", kind: "chat_gateway", domain: "acme.example" };
    expect(await auditEntries("enable_channel")).toMatchObject([
      {
        actor_kind: "user",
        actor_id: keeper.id,
        actor_name: "keeper@acme.example",
        before: { ...channel, enabled: false },
        after: { ...channel, enabled: true },
      },
    ]);
    expect(await auditEntries("disable_channel")).toMatchObject([
      { actor_name: "keeper@acme.example", before: { enabled: true }, after: { ...channel, enabled: false } },
    ]);
  });

  it("gets nothing from what is so already or is refused", async () => {
    await install(issuer, [named("CHAT", 1)]);
    await addDomain(SYSTEM, "acme.example");
    const [on = "", off = ""] = await addChannels(2);
    await enableChannel(SYSTEM, on);
    const before = await everyRow();
    expect(await enableChannel(SYSTEM, on)).toBe(false);
    expect(await disableChannel(SYSTEM, off)).toBe(false);
    expect(await tryEnable(off)).toBe("channel_limit");
    expect(await everyRow()).toEqual(before);
  });
});

describe("under concurrency", () => {
  it("32 clients enable exactly as many as the limit allows", async () => {
    await install(issuer, [named("CHAT", 5)]);
    await addDomain(SYSTEM, "acme.example");
    const tries = await Promise.all((await addChannels(32)).map(tryEnable));
    expect(tries.filter((outcome) => outcome === "enabled")).toHaveLength(5);
    expect(tries.filter((outcome) => outcome === "channel_limit")).toHaveLength(27);
    expect(await enabledIds()).toHaveLength(5);
    expect(await auditEntries("enable_channel")).toHaveLength(5);
  });

  it("one channel enabled by many at once is one change and one audit entry", async () => {
    await install(issuer, [named("CHAT", 5)]);
    await addDomain(SYSTEM, "acme.example");
    const [id = ""] = await addChannels(1);
    const changed = await Promise.all(Array.from({ length: 16 }, () => enableChannel(SYSTEM, id)));
    expect(changed.filter(Boolean)).toHaveLength(1);
    expect(await auditEntries("enable_channel")).toHaveLength(1);
  });

  it("enabling, disabling and removing at once block nobody and never pass the limit", async () => {
    await install(issuer, [named("CHAT", 3), named("EMAIL", 2)]);
    await addDomain(SYSTEM, "acme.example");
    const ids = [...(await addChannels(12)), ...(await addChannels(12, "acme.example", "email_profile"))];
    const acts = ids.flatMap((id, nth) => [
      tryEnable(id),
      toldOf(disableChannel(SYSTEM, id)),
      nth % 4 === 0 ? toldOf(removeChannel(SYSTEM, id)) : tryEnable(id),
    ]);
    const answers = await Promise.all(acts);
    const known = ["enabled", "kept", "channel_limit", "not_found", "done"];
    expect(answers.filter((answer) => !known.includes(String(answer)))).toEqual([]);
    expect(answers).toContain("enabled");
    const counts = await sql`select kind, count(*)::int from channels where enabled_at is not null group by kind`;
    for (const { kind, count } of counts) expect(count).toBeLessThanOrEqual(kind === "chat_gateway" ? 3 : 2);
  });
});
