import { describe, expect, it } from "vitest";
import { addChannel } from "@/lib/use-cases/channels/add-channel";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { removeChannel } from "@/lib/use-cases/channels/remove-channel";
import { renameChannel } from "@/lib/use-cases/channels/rename-channel";
import { addChannelActors, addChannels } from "@/tests/support/channels";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActor, addActors, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const gateway = (name: string, domain: string | null = null) => ({ kind: "chat_gateway", name, domain });

async function names(): Promise<string[]> {
  const rows = await sql`
    select c.kind || ' ' || c.name || ' @ ' || d.name as name from channels c join domains d on d.id = c.domain_id order by c.id`;
  return rows.map(({ name }) => String(name));
}

describe("adding, renaming and removing are denied", () => {
  it.each(["reader", "outsider"] as const)("to %s, and nothing changes", async (who) => {
    const actor = (await addChannelActors())[who];
    const [id = ""] = await addChannels(1);
    const before = await everyRow();
    for (const act of [addChannel(actor, gateway("New")), renameChannel(actor, id, "New"), removeChannel(actor, id)]) {
      await expect(act).rejects.toMatchObject({ code: "access_denied" });
    }
    expect(await everyRow()).toEqual(before);
  });

  it("to people without any role or with the rights of other pages", async () => {
    const { writer, nobody } = await addActors();
    for (const actor of [writer, nobody]) {
      await expect(addChannel(actor, gateway("New"))).rejects.toMatchObject({ code: "access_denied" });
    }
    expect(await names()).toEqual([]);
  });

  it("for another domain's channels, which look as if they did not exist", async () => {
    const { foreign } = await addChannelActors();
    const [id = ""] = await addChannels(1);
    const before = await everyRow();
    for (const each of [id, "999999", "x"]) {
      await expect(renameChannel(foreign, each, "New")).rejects.toMatchObject({ code: "not_found" });
      await expect(removeChannel(foreign, each)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await everyRow()).toEqual(before);
  });

  it("into another domain, with the very answer for one that does not exist", async () => {
    const { foreign } = await addChannelActors();
    const before = await everyRow();
    for (const domain of ["acme.example", "nowhere.example", "", "a\0b"]) {
      await expect(addChannel(foreign, gateway("New", domain))).rejects.toMatchObject({
        code: "bad_request",
        params: { field: "domain" },
      });
    }
    expect(await everyRow()).toEqual(before);
  });
});

describe("adding", () => {
  it("goes into the own domain, disabled, and leaves an audit entry", async () => {
    const { keeper } = await addChannelActors();
    const id = await addChannel(keeper, gateway("  Telegram, cafe\u0301 "));
    expect(await names()).toEqual(["chat_gateway Telegram, café @ acme.example"]);
    expect(await sql`select id::text, enabled_at from channels`).toEqual([{ id, enabled_at: null }]);
    expect(await auditEntries("add_channel")).toMatchObject([
      {
        actor_id: keeper.id,
        actor_name: "keeper@acme.example",
        before: null,
        after: { channel: "Telegram, café", kind: "chat_gateway", domain: "acme.example", enabled: false },
      },
    ]);
  });

  it("goes into a chosen domain with all_domains", async () => {
    await addChannelActors();
    const admin = await addActor("admin@acme.example", "sysadmin");
    await addChannel(admin, gateway("Viber", "globex.example"));
    await addChannel(admin, { kind: "email_profile", name: "Viber", domain: null });
    expect(await names()).toEqual(["chat_gateway Viber @ globex.example", "email_profile Viber @ acme.example"]);
  });

  it("is refused with a name that is none, or that the domain has already for this kind", async () => {
    const { keeper, foreign } = await addChannelActors();
    await addChannel(keeper, gateway("Taken"));
    const before = await everyRow();
    for (const name of ["", " \t ", "x".repeat(201), "a\nb", "a\0b", "a\u0085b", "\ud800"]) {
      await expect(addChannel(keeper, gateway(name))).rejects.toMatchObject({
        code: "bad_request",
        params: { field: "name", fault: "form" },
      });
    }
    const taken = { code: "bad_request", params: { field: "name", fault: "taken" } };
    await expect(addChannel(keeper, gateway(" Taken "))).rejects.toMatchObject(taken);
    await expect(addChannel(keeper, { ...gateway("New"), kind: "fax" })).rejects.toMatchObject({
      params: { field: "kind" },
    });
    expect(await everyRow()).toEqual(before);
    await addChannel(keeper, { ...gateway("Taken"), kind: "email_profile" });
    await addChannel(foreign, gateway("Taken"));
    await addChannel(keeper, gateway("x".repeat(200)));
    expect(await names()).toHaveLength(4);
  });

  it("by many at once under one name makes one channel and one audit entry", async () => {
    const { keeper } = await addChannelActors();
    const tries = await Promise.allSettled(Array.from({ length: 16 }, () => addChannel(keeper, gateway("One"))));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await auditEntries("add_channel")).toHaveLength(1);
  });
});

describe("renaming", () => {
  it("changes the name alone and leaves an audit entry; the same name again leaves none", async () => {
    await install(issuer, [named("CHAT", 1)]);
    const { keeper } = await addChannelActors();
    const [id = ""] = await addChannels(1);
    await enableChannel(keeper, id);
    expect(await renameChannel(keeper, id, " Telegram ")).toBe(true);
    expect(await auditEntries("rename_channel")).toMatchObject([
      {
        actor_id: keeper.id,
        before: { channel: "gateway 1", enabled: true },
        after: { channel: "Telegram", kind: "chat_gateway", domain: "acme.example", enabled: true },
      },
    ]);
    const before = await everyRow();
    expect(await renameChannel(keeper, id, "Telegram")).toBe(false);
    expect(await everyRow()).toEqual(before);
  });

  it("is refused with a name that is none or taken, one after the other and at once", async () => {
    const { keeper } = await addChannelActors();
    const ids = await addChannels(8);
    const before = await everyRow();
    const taken = { code: "bad_request", params: { field: "name", fault: "taken" } };
    await expect(renameChannel(keeper, ids[0] ?? "", "gateway 2")).rejects.toMatchObject(taken);
    await expect(renameChannel(keeper, ids[0] ?? "", " ")).rejects.toMatchObject({ params: { fault: "form" } });
    expect(await everyRow()).toEqual(before);
    const tries = await Promise.allSettled(ids.map((id) => renameChannel(keeper, id, "Same")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await auditEntries("rename_channel")).toHaveLength(1);
  });
});

describe("removing", () => {
  it("takes the channel away, enabled or not, and history keeps its name", async () => {
    await install(issuer, [named("CHAT", 1)]);
    const { keeper } = await addChannelActors();
    const [on = "", off = ""] = await addChannels(2);
    await enableChannel(keeper, on);
    await removeChannel(keeper, on);
    await enableChannel(SYSTEM, off);
    expect(await names()).toEqual(["chat_gateway gateway 2 @ acme.example"]);
    expect(await auditEntries("remove_channel")).toMatchObject([
      {
        actor_id: keeper.id,
        before: { channel: "gateway 1", kind: "chat_gateway", domain: "acme.example", enabled: true },
        after: null,
      },
    ]);
    await expect(removeChannel(keeper, on)).rejects.toMatchObject({ code: "not_found" });
    expect(await auditEntries("remove_channel")).toHaveLength(1);
  });
});
