import { beforeEach, describe, expect, it } from "vitest";
import { actorOfToken } from "@/lib/access/session";
import { describeMe } from "@/lib/use-cases/sessions/describe-me";
import { getUserInfo } from "@/lib/use-cases/sessions/get-user-info";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { signOut } from "@/lib/use-cases/sessions/sign-out";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";
import { actorOf, addPerson, type Person } from "@/tests/support/people";
import { issuer } from "@/tests/support/worker-database";

let anna: Person;

const info = async () => getUserInfo(await actorOf(anna));
const products = async () => (await info()).licenses.map(({ license }) => license.product);

beforeEach(async () => {
  anna = await addPerson("anna@acme.example");
});

describe("who a token is", () => {
  it("is told of nobody else's licenses and roles", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const boss = await addPerson("boss@acme.example", { roles: ["sysadmin"] });
    await grant(boss.id, license);
    expect(await info()).toEqual({ roles: [], licenses: [], sections: [] });
  });

  it("has the names of all roles, in the order of the alphabet", async () => {
    anna = await addPerson("both@acme.example", { roles: ["writer", "reader"] });
    expect((await info()).roles).toEqual([
      { id: expect.stringMatching(/^\d+$/), name: "reader" },
      { id: expect.stringMatching(/^\d+$/), name: "writer" },
    ]);
  });

  it("uses licenses in force only, and enters their sections together, each once", async () => {
    const licenses = [
      named("CALL_CENTER", 5, { scope: ["cc_team", "calls"] }),
      named("EMAIL", 5, { scope: ["email_profile", "calls"] }),
      named("MOBILE", 5, { scope: ["devices"] }),
      named("VOIP_DEVICE", 5, { scope: ["users"] }),
      named("WFM", 5, { scope: ["wfm_lookups"] }),
    ];
    await install(issuer, licenses);
    await grant(anna.id, ...licenses);
    const [callCenter, email, mobile, voip] = licenses as [never, never, (typeof licenses)[0], (typeof licenses)[0]];
    await install(issuer, [callCenter, email, { ...mobile, ...EXPIRED }, { ...voip, ...NOT_STARTED }]);
    expect(await products()).toEqual(["CALL_CENTER", "EMAIL"]);
    expect((await info()).sections).toEqual(["calls", "cc_team", "email_profile"]);
  });

  it("uses a concurrent license while a seat is held and not a moment longer, as the person's own page says", async () => {
    const [seats, other] = [concurrent("CALL_CENTER", 1), named("EMAIL", 5)];
    await install(issuer, [seats, other]);
    await grant(anna.id, seats, other);
    expect(await products()).toEqual(["EMAIL"]);
    const { token } = await signIn(anna.address, anna.password, "api");
    expect(await products()).toEqual(["CALL_CENTER", "EMAIL"]);
    const actor = await actorOfToken(token);
    expect((await getUserInfo(actor)).sections).toEqual((await describeMe(actor)).sections);
    await signOut(token);
    expect(await products()).toEqual(["EMAIL"]);
  });
});
