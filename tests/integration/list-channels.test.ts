import { describe, expect, it } from "vitest";
import { addChannel } from "@/lib/use-cases/channels/add-channel";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { type ChannelsRequest, listChannels } from "@/lib/use-cases/channels/list-channels";
import { addChannelActors } from "@/tests/support/channels";
import { grant, install } from "@/tests/support/installation";
import { EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";
import { addActor, addCrowd, SYSTEM } from "@/tests/support/people";
import { issuer } from "@/tests/support/worker-database";

function request(changes: Partial<ChannelsRequest> = {}): ChannelsRequest {
  return { kind: "chat_gateway", q: "", page: 1, size: 10, sort: null, opened: null, adding: false, ...changes };
}

const sorted = (field: string, descending = false) => request({ sort: { field, descending } });

const add = (name: string, domain: string) => addChannel(SYSTEM, { kind: "chat_gateway", name, domain });

/** Two domains with gateways; `admin` sees both. */
async function twoDomains() {
  const actors = await addChannelActors();
  const ids = {
    viber: await add("Viber", "acme.example"),
    telegram: await add("Telegram 100%", "acme.example"),
    aqua: await add("Аква", "globex.example"),
  };
  await addChannel(SYSTEM, { kind: "email_profile", name: "support@acme.example", domain: "acme.example" });
  return { ...actors, ids, admin: await addActor("admin@acme.example", "sysadmin") };
}

describe("the list of channels", () => {
  it("is denied without section or permission", async () => {
    const { outsider } = await addChannelActors();
    const others = [await addActor("plain@acme.example", "reader"), await addActor("nobody@acme.example")];
    for (const actor of [outsider, ...others]) {
      await expect(listChannels(actor, request())).rejects.toMatchObject({ code: "access_denied" });
    }
  });

  it("has the channels of the own domain alone, without all_domains, and says who may write", async () => {
    const { reader, keeper, foreign, admin, ids } = await twoDomains();
    const of = async (actor: typeof reader, changes = {}) => listChannels(actor, request(changes));
    const shown = async (actor: typeof reader) => (await of(actor)).channels.map(({ name }) => name);
    expect(await shown(reader)).toEqual(["Telegram 100%", "Viber"]);
    expect(await shown(foreign)).toEqual(["Аква"]);
    expect(await shown(admin)).toEqual(["Telegram 100%", "Viber", "Аква"]);
    expect((await of(foreign)).total).toEqual({ count: 1, more: false });
    expect((await of(foreign, { opened: ids.viber })).opened).toBeNull();
    expect((await of(keeper, { opened: ids.viber })).opened).toMatchObject({ name: "Viber", domain: "acme.example" });
    expect((await of(keeper, { opened: "1 or 1=1" })).opened).toBeNull();
    expect((await of(keeper, { kind: "email_profile", opened: ids.viber })).opened).toBeNull();
    expect([(await of(reader)).writable, (await of(keeper)).writable]).toEqual([false, true]);
    expect((await of(keeper, { adding: true })).domains).toEqual(["acme.example"]);
    expect((await of(admin, { adding: true })).domains).toEqual(["acme.example", "globex.example"]);
  });

  it("searches by beginnings of words in name and domain, with every character for itself", async () => {
    const { admin } = await twoDomains();
    const found = async (q: string) => (await listChannels(admin, request({ q }))).channels.map(({ name }) => name);
    expect(await found("tele")).toEqual(["Telegram 100%"]);
    expect(await found("GLOBEX")).toEqual(["Аква"]);
    expect(await found("аква")).toEqual(["Аква"]);
    expect(await found("100%")).toEqual(["Telegram 100%"]);
    expect(await found("%")).toEqual([]);
    expect(await found("v*r acme")).toEqual(["Viber"]);
  });

  it("sorts by name, domain and state, both ways, and turns pages with the total", async () => {
    const { admin, ids } = await twoDomains();
    await install(issuer, [named("CHAT", 3)]);
    await enableChannel(SYSTEM, ids.viber);
    const shown = async (asked: ChannelsRequest) => (await listChannels(admin, asked)).channels.map(({ name }) => name);
    expect(await shown(sorted("name", true))).toEqual(["Аква", "Viber", "Telegram 100%"]);
    expect(await shown(sorted("domain", true))).toEqual(["Аква", "Telegram 100%", "Viber"]);
    expect(await shown(sorted("state"))).toEqual(["Viber", "Telegram 100%", "Аква"]);
    expect(await shown(sorted("state", true))).toEqual(["Telegram 100%", "Аква", "Viber"]);
    expect(await shown(sorted("nonsense"))).toEqual(["Telegram 100%", "Viber", "Аква"]);
    const second = await listChannels(admin, request({ page: 2, size: 2 }));
    expect([second.channels.map(({ name }) => name), second.total]).toEqual([["Аква"], { count: 3, more: false }]);
  });
});

describe("the limit beside the list", () => {
  it("names the license that gives it and why the others do not count, over all domains", async () => {
    const { foreign, admin, ids } = await twoDomains();
    const gone = named("CHAT", 9);
    const [small, large] = [named("CHAT", 2), named("CHAT", 5)];
    const [ended, coming] = [named("CHAT", 8, EXPIRED), named("CHAT", 7, NOT_STARTED)];
    await install(issuer, [gone, small, large]);
    await install(issuer, [small, large, ended, coming, named("EMAIL", 6)]);
    await enableChannel(SYSTEM, ids.viber);
    const { enabled, capacity, licenses, seesLicenses } = await listChannels(foreign, request());
    expect({ enabled, limit: capacity.limit, by: capacity.by }).toEqual({ enabled: 1, limit: 5, by: large.id });
    expect(new Map(capacity.ignored.map(({ id, why }) => [id, why]))).toEqual(
      new Map([
        [gone.id, "withdrawn"],
        [small.id, "not_summed"],
        [ended.id, "expired"],
        [coming.id, "not_started"],
      ]),
    );
    expect(licenses).toHaveLength(5);
    expect(seesLicenses).toBe(false);
    expect((await listChannels(admin, request())).seesLicenses).toBe(true);
  });

  it("is 0 without a license, and counts who holds EMAIL in force once", async () => {
    const { reader } = await addChannelActors();
    expect((await listChannels(reader, request())).capacity).toEqual({ limit: 0, by: null, ignored: [] });
    const [one, two, ended] = [named("EMAIL", 5), named("EMAIL", 5), named("EMAIL", 5)];
    await install(issuer, [one, two, ended]);
    const [a = "", b = "", c = ""] = await addCrowd(3);
    await grant(a, one, two);
    await grant(b, two);
    await grant(c, ended);
    await install(issuer, [one, two, { ...ended, ...EXPIRED }]);
    const list = await listChannels(reader, request({ kind: "email_profile" }));
    expect(list.holders).toEqual({ count: 2, more: false });
    expect((await listChannels(reader, request())).holders.count).toBe(0);
  });
});
