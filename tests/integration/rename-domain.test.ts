import { describe, expect, it } from "vitest";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { renameDomain } from "@/lib/use-cases/directory/rename-domain";
import { addChannels } from "@/tests/support/channels";
import { addClerk } from "@/tests/support/clerks";
import { addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { sql } from "@/tests/support/worker-database";

const refused = (params: object) => ({ code: "bad_request", params: { field: "domain", ...params } });

describe("a domain is not renamed", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("by %s", async (who) => {
    const actors = await addActors();
    await addDomain(SYSTEM, "empty.example");
    const act = renameDomain(actors[who], "empty.example", "new.example");
    await expect(act).rejects.toMatchObject({ code: "access_denied" });
  });

  it("without all_domains, while something lives in it, to a name that is taken or cannot be one", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await addDomain(SYSTEM, "empty.example");
    await addDomain(SYSTEM, "globex.example");
    await addChannels(1, "globex.example");
    const before = await everyRow();
    const denied = { code: "access_denied" };
    await expect(renameDomain(clerk, "empty.example", "new.example")).rejects.toMatchObject(denied);
    const tries: [string, string, object][] = [
      ["acme.example", "new.example", { fault: "not_empty", users: 1, channels: 0 }],
      ["globex.example", "new.example", { fault: "not_empty", users: 0, channels: 1 }],
      ["empty.example", "acme.example", { fault: "taken" }],
      ["empty.example", "nodots", {}],
    ];
    for (const [name, wanted, params] of tries) {
      await expect(renameDomain(SYSTEM, name, wanted), wanted).rejects.toMatchObject(refused(params));
    }
    await expect(renameDomain(SYSTEM, "ghost.example", "new.example")).rejects.toMatchObject({ code: "not_found" });
    expect(await everyRow()).toEqual(before);
  });
});

describe("an empty domain", () => {
  it("gets another name, with an audit entry; its own name leaves none", async () => {
    const chief = await addClerk("chief@acme.example", "chief clerk");
    await addDomain(SYSTEM, "tpyo.example");
    expect(await renameDomain(chief, "tpyo.example", " Typo.example ")).toBe(true);
    expect(await renameDomain(chief, "typo.example", "typo.example")).toBe(false);
    expect(await sql`select name from domains order by id`).toEqual([
      { name: "acme.example" },
      { name: "typo.example" },
    ]);
    expect(await auditEntries("rename_domain")).toMatchObject([
      { actor_name: "chief@acme.example", before: { domain: "tpyo.example" }, after: { domain: "typo.example" } },
    ]);
  });

  it("gets a name or its first user, when both happen at once", async () => {
    await addPerson("anna@acme.example");
    for (let round = 0; round < 10; round++) {
      const domain = `round${round}.example`;
      await addDomain(SYSTEM, domain);
      const user = { address: `anna@${domain}`, name: "Anna", password: null, roles: [] };
      const [added, renamed] = await Promise.allSettled([
        addUser(SYSTEM, user),
        renameDomain(SYSTEM, domain, `new-${domain}`),
      ]);
      expect([added.status, renamed.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    }
  });
});
