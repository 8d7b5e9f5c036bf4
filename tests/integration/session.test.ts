import { beforeEach, describe, expect, it } from "vitest";
import { actorOfToken } from "@/lib/access/session";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, type IssuedLicense } from "@/tests/support/issuer";
import { addPerson, type Person, setRole } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

let license: IssuedLicense;
let anna: Person;

beforeEach(async () => {
  license = concurrent("CALL_CENTER", 1);
  await install(issuer, [license]);
  anna = await addPerson("anna@acme.example", { name: "Anna", roles: ["reader"] });
  await grant(anna.id, license);
});

const enter = async () => (await signIn(anna.address, anna.password)).token;

async function expectEnded(token: string) {
  await expect(actorOfToken(token)).rejects.toMatchObject({ code: "unauthenticated" });
}

describe("a token", () => {
  it.each([undefined, "", "nonsense", "x".repeat(10_240), "\0", "🎉"])("that is %j is nobody's", async (token) => {
    await expect(actorOfToken(token)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is its user, with the own domain", async () => {
    const actor = await actorOfToken(await enter());
    expect(actor).toMatchObject({ kind: "user", id: anna.id, name: "Anna", username: "anna" });
    expect(actor.domain.name).toBe("acme.example");
  });

  it("is not in the database, only its hash", async () => {
    const token = await enter();
    const [row] = await sql`select encode(token_hash, 'escape') as hash from sessions`;
    expect(row?.hash).not.toContain(token);
    expect(await sql`select 1 from sessions where octet_length(token_hash) = 32`).toHaveLength(1);
  });
});

describe("a session ends", () => {
  it("when its row is deleted", async () => {
    const token = await enter();
    await sql`delete from sessions`;
    await expectEnded(token);
  });

  it("when it was idle too long, and then it cannot be revived", async () => {
    const token = await enter();
    await sql`update sessions set idle_ends_at = now() - interval '1 second', seen_at = now() - interval '31 minutes'`;
    await expectEnded(token);
    await expectEnded(token);
  });

  it("when it lapses while a sign-in counts its seat, and the seat is not revived", async () => {
    const token = await enter();
    await sql`update sessions set idle_ends_at = now() + interval '700 milliseconds', seen_at = now() - interval '2 minutes'`;
    await sql`update seats set ends_at = now() + interval '700 milliseconds'`;
    let heartbeat: Promise<unknown> = Promise.resolve();
    await sql.begin(async (signingIn) => {
      await signingIn`select 1 from licenses where id = ${license.id} for no key update`;
      heartbeat = actorOfToken(token).catch((error: { code: string }) => error.code);
      await signingIn`select pg_sleep(1)`;
    });
    expect(await heartbeat).toBe("unauthenticated");
    expect(await sql`select 1 from seats where ends_at > now()`).toHaveLength(0);
  });

  it("at its longest life however busy it was", async () => {
    const token = await enter();
    await sql`update sessions set ends_at = now() - interval '1 second'`;
    await expectEnded(token);
  });

  it("when the user is disabled or deleted", async () => {
    const token = await enter();
    await sql`update users set disabled_at = now()`;
    await expectEnded(token);
    await sql`delete from users`;
    await expectEnded(token);
  });
});

describe("activity", () => {
  it("within a minute writes nothing", async () => {
    const token = await enter();
    const before = await sql`select xmin::text, * from sessions`;
    await actorOfToken(token);
    expect(await sql`select xmin::text, * from sessions`).toEqual(before);
  });
});

describe("rights", () => {
  it("of all roles add up, and count from the next request on", async () => {
    const token = await enter();
    expect(await actorOfToken(token)).toMatchObject({ permissions: ["read"], sections: ["admin", "admin/license"] });
    await setRole("clerk", { permissions: ["read", "write"], sections: ["admin/users"] });
    await sql`insert into user_roles select ${anna.id}, id from roles where name = 'clerk'`;
    const actor = await actorOfToken(token);
    expect([...actor.permissions].toSorted()).toEqual(["read", "write"]);
    expect([...actor.sections].toSorted()).toEqual(["admin", "admin/license", "admin/users"]);
    await sql`delete from user_roles`;
    expect(await actorOfToken(token)).toMatchObject({ permissions: [], sections: [] });
  });
});

describe("when nothing is in force", () => {
  it("a session stops with license_expired and is good again after a renewal, without signing in", async () => {
    const token = await enter();
    await install(issuer, [{ ...license, ...EXPIRED }]);
    await expect(actorOfToken(token)).rejects.toMatchObject({ code: "license_expired" });
    await install(issuer, [license]);
    expect((await actorOfToken(token)).id).toBe(anna.id);
  });

  it("because all was withdrawn, it stops as well", async () => {
    const token = await enter();
    await sql`update licenses set withdrawn_at = now()`;
    await expect(actorOfToken(token)).rejects.toMatchObject({ code: "license_expired" });
  });
});
