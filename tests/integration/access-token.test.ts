import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { actorOfToken } from "@/lib/access/session";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { enableUser } from "@/lib/use-cases/directory/enable-user";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { grant, install } from "@/tests/support/installation";
import { concurrent, type IssuedLicense } from "@/tests/support/issuer";
import { addActor, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const ROOT = "root@acme.example";
const PAGE = { q: "", page: 1, size: 10, sort: null };

let license: IssuedLicense;
let root: UserActor;

beforeEach(async () => {
  license = concurrent("CALL_CENTER", 1);
  await install(issuer, [license]);
  root = await addActor(ROOT, "sysadmin");
});

const tokenOf = async (scope: "read" | "write") =>
  (await addToken(root, ROOT, { name: `${scope} only`, scope, days: 1 })).secret;

const tick = async (actor: UserActor) => changeGrants(actor, [{ userId: root.id, licenseId: license.id, held: true }]);

async function expectNobodys(secret: string) {
  await expect(actorOfToken(secret)).rejects.toMatchObject({ code: "unauthenticated" });
}

describe("whoever comes with an access token", () => {
  it("for reading sees everything that its person sees, and changes nothing, whatever the person may", async () => {
    const actor = await actorOfToken(await tokenOf("read"));
    expect((await listLicenses(actor, PAGE)).total).toBe(1);
    await expect(tick(actor)).rejects.toMatchObject({ code: "access_denied" });
    expect(await sql`select 1 from grants`).toHaveLength(0);
  });

  it("for writing may what its person may, and history names the token", async () => {
    const actor = await actorOfToken(await tokenOf("write"));
    expect(await tick(actor)).toMatchObject([{ refused: null }]);
    expect(await auditEntries("assign_license")).toMatchObject([
      { actor_id: root.id, actor_name: `${ROOT} (write only)` },
    ]);
  });

  it("loses what its person loses, from the next call on", async () => {
    const secret = await tokenOf("write");
    await sql`delete from user_roles`;
    expect(await actorOfToken(secret)).toMatchObject({ permissions: [], sections: [] });
  });

  it("takes no seat and opens no session", async () => {
    const [anna, bob] = [await addPerson("anna@acme.example"), await addPerson("bob@acme.example")];
    for (const { id } of [anna, bob]) await grant(id, license);
    const { secret } = await addToken(SYSTEM, anna.address, { name: "ci", scope: "write", days: 1 });
    await actorOfToken(secret);
    expect(await sql`select 1 from seats`).toHaveLength(0);
    expect(await sql`select 1 from sessions`).toHaveLength(0);
    await expect(signIn(bob.address, bob.password)).resolves.toMatchObject({ missing: [] });
    expect(await actorOfToken(secret)).toMatchObject({ id: anna.id });
  });
});

describe("an access token", () => {
  it("is nobody's when it has ended", async () => {
    const secret = await tokenOf("write");
    await sql`update access_tokens set ends_at = now() - interval '1 second'`;
    await expectNobodys(secret);
  });

  it("does not work while its person is disabled, and is gone when they are deleted", async () => {
    const { address } = await addPerson("anna@acme.example");
    const { secret } = await addToken(SYSTEM, address, { name: "ci", scope: "write", days: 1 });
    await disableUser(root, address);
    await expectNobodys(secret);
    await enableUser(root, address);
    expect(await actorOfToken(secret)).toMatchObject({ username: "anna" });
    await deleteUser(root, address);
    await expectNobodys(secret);
    expect(await sql`select 1 from access_tokens`).toHaveLength(0);
  });

  it("says when it was used last, moved once a minute at most", async () => {
    const secret = await tokenOf("read");
    await actorOfToken(secret);
    const used = await sql`select xmin::text, last_used_at from access_tokens`;
    expect(used).toMatchObject([{ last_used_at: expect.any(Date) }]);
    await actorOfToken(secret);
    expect(await sql`select xmin::text, last_used_at from access_tokens`).toEqual(used);
    await sql`update access_tokens set last_used_at = now() - interval '61 seconds'`;
    await actorOfToken(secret);
    const [moved] = await sql`select last_used_at > now() - interval '5 seconds' as recent from access_tokens`;
    expect(moved?.recent).toBe(true);
  });

  it("is refused like a session while nothing is in force", async () => {
    const secret = await tokenOf("read");
    await sql`update licenses set withdrawn_at = now()`;
    await expect(actorOfToken(secret)).rejects.toMatchObject({ code: "license_expired" });
  });
});
