import { describe, expect, it } from "vitest";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { listDomains } from "@/lib/use-cases/directory/list-domains";
import { listUsers, type UsersRequest } from "@/lib/use-cases/directory/list-users";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addClerk, giveRole } from "@/tests/support/clerks";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addActors, addCrowd, addPerson, SYSTEM } from "@/tests/support/people";
import { issuer } from "@/tests/support/worker-database";

const ASKED: UsersRequest = {
  q: "",
  page: 1,
  size: 20,
  sort: null,
  domain: "",
  state: "",
  add: false,
  import: false,
  edit: "",
};
const DOMAINS = { q: "", page: 1, size: 20, sort: null, add: false, edit: "", remove: "" };
const DENIED = { code: "access_denied" };

describe("the directory is denied", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("to %s", async (who) => {
    const actors = await addActors();
    await expect(listUsers(actors[who], ASKED)).rejects.toMatchObject(DENIED);
    await expect(listDomains(actors[who], DOMAINS)).rejects.toMatchObject(DENIED);
  });

  it("with each window that needs a right that is missing", async () => {
    const viewer = await addClerk("viewer@acme.example", "viewer");
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await expect(listUsers(viewer, ASKED)).resolves.toMatchObject({ may: { add: false, write: false, delete: false } });
    for (const window of [{ add: true }, { import: true }, { edit: clerk.id }]) {
      await expect(listUsers(viewer, { ...ASKED, ...window })).rejects.toMatchObject(DENIED);
      await expect(listUsers(clerk, { ...ASKED, ...window })).resolves.toBeDefined();
    }
    for (const window of [{ add: true }, { remove: clerk.domain.id }]) {
      await expect(listDomains(clerk, { ...DOMAINS, ...window })).rejects.toMatchObject(DENIED);
    }
  });
});

describe("without all_domains", () => {
  it("other domains and their users do not exist", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    const foreign = await addPerson("foreign@globex.example");
    const list = await listUsers(clerk, ASKED);
    expect([list.users.map(({ username }) => username), list.domains, list.total.count]).toEqual([
      ["clerk"],
      ["acme.example"],
      1,
    ]);
    expect((await listUsers(clerk, { ...ASKED, domain: "globex.example" })).users).toEqual([]);
    const notFound = { code: "not_found" };
    await expect(listUsers(clerk, { ...ASKED, edit: foreign.id })).rejects.toMatchObject(notFound);
    expect((await listDomains(clerk, DOMAINS)).domains.map(({ name }) => name)).toEqual(["acme.example"]);
    const chief = await addClerk("chief@acme.example", "chief clerk");
    expect((await listUsers(chief, ASKED)).total.count).toBe(3);
    expect((await listUsers(chief, { ...ASKED, edit: foreign.id })).edited?.username).toBe("foreign");
    await expect(listUsers(chief, { ...ASKED, edit: "999999" })).rejects.toMatchObject(notFound);
  });
});

describe("a user of the list", () => {
  it("shows roles, state, last sign-in and live sessions; the window what would end", async () => {
    const [own, shared] = [named("VOIP_DEVICE", 5), concurrent("CALL_CENTER", 5)];
    await install(issuer, [own, shared]);
    const clerk = await addClerk("clerk@acme.example", "clerk");
    const anna = await addPerson("anna@acme.example", { name: "Anna" });
    await giveRole(anna, "viewer");
    await grant(anna.id, own, shared);
    await signIn(anna.address, anna.password);
    await signIn(anna.address, anna.password, "api");
    const { users, edited, roles } = await listUsers(clerk, { ...ASKED, edit: anna.id });
    const shown = {
      id: anna.id,
      name: "Anna",
      domain: "acme.example",
      disabled: false,
      roles: ["viewer"],
      sessions: 2,
    };
    expect(users[0]).toMatchObject({ ...shown, lastSignIn: expect.any(Date) });
    expect(edited).toMatchObject({ ...shown, within: true, hasPassword: true, seats: 1, namedGrants: 1 });
    expect(users[1]).toMatchObject({ username: "clerk", lastSignIn: null, sessions: 0 });
    expect(roles).toEqual([
      { name: "clerk", within: true },
      { name: "sysadmin", within: false },
      { name: "viewer", within: true },
    ]);
  });

  it("is found by words, domain and state; pages are stable and totals right", async () => {
    const chief = await addClerk("chief@acme.example", "chief clerk");
    await addCrowd(30, "globex.example", "agent");
    await disableUser(SYSTEM, "agent7@globex.example");
    const count = async (asked: Partial<UsersRequest>) => (await listUsers(chief, { ...ASKED, ...asked })).total.count;
    expect(await count({ q: "agent" })).toBe(30);
    expect(await count({ q: "chie" })).toBe(1);
    expect(await count({ domain: "acme.example" })).toBe(1);
    expect(await count({ state: "disabled" })).toBe(1);
    expect(await count({ state: "enabled", domain: "globex.example" })).toBe(29);
    for (const field of ["name", "address", "domain", "state", "nonsense"]) {
      const sort = { field, descending: true };
      const pages = await Promise.all([1, 2, 3].map((page) => listUsers(chief, { ...ASKED, page, size: 12, sort })));
      expect(new Set(pages.flatMap(({ users }) => users.map(({ id }) => id))).size).toBe(31);
    }
  });
});

describe("the domains", () => {
  it("come with their users, enabled ones and channels, sorted and searched", async () => {
    const chief = await addClerk("chief@acme.example", "chief clerk");
    await addCrowd(3, "globex.example");
    await addDomain(SYSTEM, "empty.example");
    await disableUser(SYSTEM, "user1@globex.example");
    const sorted = { ...DOMAINS, sort: { field: "users", descending: true } };
    const rows = (await listDomains(chief, sorted)).domains.map((row) => [
      row.name,
      row.users,
      row.enabled,
      row.channels,
    ]);
    expect(rows).toEqual([
      ["globex.example", 3, 2, 0],
      ["acme.example", 1, 1, 0],
      ["empty.example", 0, 0, 0],
    ]);
    expect((await listDomains(chief, { ...DOMAINS, q: "glob" })).total.count).toBe(1);
    await expect(listDomains(chief, { ...DOMAINS, remove: "999999" })).rejects.toMatchObject({ code: "not_found" });
  });
});
