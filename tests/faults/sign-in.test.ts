import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashPassword } from "@/lib/access/password";
import { actorOfToken, hashToken } from "@/lib/access/session";
import { AppError } from "@/lib/errors";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addPerson, PASSWORD, type Person, SYSTEM } from "@/tests/support/people";
import { sendSignIn } from "@/tests/support/sign-in-form";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

const ROUNDS = process.env.FAULTS === "long" ? 90 : 15;

let anna: Person;
let guesses: Record<string, string>;
let address = 0;

/** Nobody shares an address, so that no limit answers in the place of the password. */
const nextAddress = () => `10.${(address += 1) >> 8}.${address & 255}.1`;

beforeEach(async () => {
  const license = named("CALL_CENTER", 50);
  await install(issuer, [license]);
  anna = await addPerson("anna@acme.example");
  const gone = await addPerson("gone@acme.example");
  const guest = await addPerson("guest@acme.example");
  const fresh = await addPerson("fresh@acme.example");
  for (const each of [anna, gone, fresh]) await grant(each.id, license);
  await disableUser(SYSTEM, gone.address);
  await sql`update users set password_hash = null where id = ${fresh.id}`;
  guesses = {
    known: anna.address,
    unknown: "nobody@acme.example",
    "unknown domain": "anna@nowhere.example",
    "no address": "anna",
    disabled: gone.address,
    "without password": fresh.address,
    "without license": guest.address,
  };
});

/** The shortest of several times: what else the machine does makes times longer, never shorter. */
function shortest(times: number[]): number {
  return Math.min(...times);
}

const fail = async (name: string, from: string) =>
  signIn(name, "wrong", "api", from).catch((error: unknown) => (error instanceof AppError ? error.code : error));

const secretOf = (cookies: string[], name: string) =>
  cookies.map((each) => new RegExp(`^${name}=([^;]+)`).exec(each)?.[1]).find((value) => value !== undefined) ?? "";

const find = (cookies: string[]) => cookies.find((each) => each.includes("seatwise.session=")) ?? "";

const call = async (serverUrl: string, name: string) => {
  const answer = await fetch(`${serverUrl}/api/login`, {
    method: "POST",
    body: JSON.stringify({ username: name, password: "wrong" }),
  });
  return [answer.status, await answer.text(), [...answer.headers.keys()].filter((key) => key !== "date").join(" ")];
};

function comparedWithKnown(measured: Record<string, number[]>): Record<string, number> {
  const known = shortest(measured.known ?? []);
  return Object.fromEntries(Object.entries(measured).map(([kind, each]) => [kind, shortest(each) / known]));
}

describe("who exists", () => {
  it("does not show in the time that a wrong password takes, nor in the work that it makes", { retry: 2 }, async () => {
    await sql`update users set password_hash = ${await hashPassword("something else")} where password_hash is not null`;
    await signIn("warm@acme.example", "up", "api", nextAddress()).catch(() => {});
    const times: Record<string, number[]> = {};
    const work: Record<string, number[]> = {};
    for (let round = 0; round < ROUNDS; round++) {
      const order = Object.entries(guesses);
      for (const [kind, name] of round % 2 === 0 ? order : order.toReversed()) {
        const [begun, used] = [performance.now(), process.cpuUsage()];
        await signIn(name, "a wrong password", "api", nextAddress()).catch(() => {});
        const { user, system } = process.cpuUsage(used);
        (times[kind] ??= []).push(performance.now() - begun);
        (work[kind] ??= []).push((user + system) / 1000);
      }
    }
    const [time, cpu] = [comparedWithKnown(times), comparedWithKnown(work)];
    console.log("time and work against those of a known name", time, cpu);
    // Without the hash for nobody, the others would take a twentieth; a busy machine bends times far less than that.
    expect(Object.values(time).filter((ratio) => ratio < 0.4 || ratio > 2.5)).toEqual([]);
    expect(Object.values(cpu).filter((ratio) => ratio < 0.7 || ratio > 1.4)).toEqual([]);
  });

  it("does not show in the words of a refusal, with a wrong password, and for a disabled person with the right one", async () => {
    const refusals: unknown[] = [];
    for (const [kind, name] of Object.entries(guesses)) {
      const passwords = kind === "disabled" ? ["wrong", PASSWORD] : ["wrong"];
      for (const password of passwords) {
        const refused = await signIn(name, password, "api", nextAddress()).catch((error: unknown) => error);
        refusals.push(refused instanceof AppError ? [refused.code, refused.params] : refused);
      }
    }
    expect(refusals).toEqual(refusals.map(() => ["unauthenticated", {}]));
    expect(refusals).toHaveLength(8);
  });

  it("is hashed as OWASP wants it: argon2id, 19 MiB, two passes, one lane, salted", async () => {
    const [one, other] = await Promise.all([hashPassword("a"), hashPassword("a")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
    expect(other).not.toBe(one);
  });
});

describe("somebody who guesses", () => {
  it("shuts out neither the person, where they have signed in before, nor anybody else", async () => {
    const other = await addPerson("other@acme.example", { roles: ["sysadmin"] });
    await signIn(anna.address, PASSWORD, "api", "192.0.2.7");
    for (let nth = 0; nth < 110; nth += 10) {
      await Promise.all(Array.from({ length: 10 }, () => fail(anna.address, nextAddress())));
    }
    // From everywhere together it is over, and yet:
    expect(await fail(anna.address, nextAddress())).toBe("rate_limited");
    await signIn(anna.address, PASSWORD, "api", "192.0.2.7");
    await signIn(other.address, PASSWORD, "api", nextAddress());
  });

  it.each([
    (name: string) => name.toUpperCase(),
    (name: string) => ` ${name}\t`,
    (name: string) => name.replace("anna", "ANNA").normalize("NFD"),
    (name: string) => `${name}\u00a0`,
  ])("is counted under one account, however the name is spelled (%#)", async (spell) => {
    for (let nth = 0; nth < 10; nth++) await fail(spell(anna.address), "192.0.2.8");
    expect(await fail(anna.address, "192.0.2.8")).toBe("rate_limited");
  });
});

describe("a browser's session", () => {
  let server: AppServer;
  let secure: AppServer;
  const ORIGIN = "https://seatwise.example";

  beforeAll(async () => {
    const settings = { databaseUrl, issuersPath: issuer.issuersPath };
    [server, secure] = await Promise.all([
      startAppServer(settings),
      startAppServer({ ...settings, variables: { AUTH_URL: ORIGIN } }),
    ]);
  });

  afterAll(() => Promise.all([server?.stop(), secure?.stop()]));

  it("has a cookie that no script reads and no other site sends; behind TLS it belongs to this very host", async () => {
    const [plain, tls] = [await sendSignIn(server.url, anna), await sendSignIn(secure.url, anna, { origin: ORIGIN })];
    expect(find(plain.cookies)).toMatch(/^seatwise\.session=[\w-]{43};/);
    for (const cookie of [plain, tls].map(({ cookies }) => find(cookies))) {
      expect(cookie).toMatch(/; Path=\/;/);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; SameSite=lax/i);
      expect(cookie).not.toMatch(/domain=/i);
    }
    expect(find(tls.cookies)).toMatch(/^__Host-seatwise\.session=[\w-]{43};.*; Secure/);
  });

  it("is a new one at each sign-in, and the one before ends, whoever put it there", async () => {
    const planted = (await signIn(anna.address, PASSWORD, "browser", nextAddress())).token;
    const { cookies } = await sendSignIn(server.url, anna, { cookie: `seatwise.session=${planted}` });
    const renewed = secretOf(cookies, "seatwise\\.session");
    expect(renewed).toMatch(/^[\w-]{43}$/);
    expect(renewed).not.toBe(planted);
    await expect(actorOfToken(planted)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await actorOfToken(renewed)).toMatchObject({ id: anna.id });
  });

  it("made up by somebody else opens nothing, and no sign-in takes it over", async () => {
    const made = "A".repeat(43);
    const { cookies } = await sendSignIn(server.url, anna, { cookie: `seatwise.session=${made}` });
    expect(secretOf(cookies, "seatwise\\.session")).not.toBe(made);
    expect(await sql`select 1 from sessions where token_hash = decode(${hashToken(made)}, 'hex')`).toHaveLength(0);
  });

  it("a wrong password is answered alike for everybody, on the page and by the call", async () => {
    const answers: unknown[][] = [];
    for (const name of Object.values(guesses)) answers.push(await call(server.url, name));
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(answers[0]?.[0]).toBe(401);
  });
});
