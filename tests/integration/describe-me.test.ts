import { describe, expect, it } from "vitest";
import { actorOfToken } from "@/lib/access/session";
import { describeMe } from "@/lib/use-cases/sessions/describe-me";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";
import { actorOf, addActor, addPerson, type Person } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

async function meAfterSignIn({ address, password }: Person) {
  const { token, missing } = await signIn(address, password);
  return { me: await describeMe(await actorOfToken(token)), missing };
}

describe("describing oneself", () => {
  it("tells a person nothing about anybody else's licenses", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    await grant((await addPerson("anna@acme.example")).id, license);
    expect(await describeMe(await addActor("bob@acme.example"))).toMatchObject({
      licenses: [],
      missing: [],
      sections: [],
    });
  });

  it("opens the sections of all licenses in force together, each once", async () => {
    const licenses = [
      named("CALL_CENTER", 5, { scope: ["cc_team", "calls"] }),
      named("EMAIL", 5, { scope: ["email_profile", "calls"] }),
      named("MOBILE", 5, { scope: ["devices"] }),
    ];
    await install(issuer, licenses);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, ...licenses);
    await install(issuer, [...licenses.slice(0, 2), { ...licenses[2], ...EXPIRED } as (typeof licenses)[0]]);
    const { me } = await meAfterSignIn(anna);
    expect(me.sections).toEqual(["calls", "cc_team", "email_profile"]);
  });

  it("counts a concurrent license only while its seat is held", async () => {
    const [shifts, email] = [concurrent("CALL_CENTER", 1, { scope: ["cc_team"] }), named("EMAIL", 5)];
    await install(issuer, [shifts, email]);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, shifts, email);
    const { me } = await meAfterSignIn(anna);
    expect(me).toMatchObject({ sections: ["cc_team", "email_profile"], missing: [] });
    expect(me.licenses.map(({ standing }) => standing.state)).toEqual(["seated", "open"]);
    await sql`update seats set ends_at = now() - interval '1 second'`;
    const later = await describeMe(await actorOf(anna));
    expect(later).toMatchObject({
      sections: ["email_profile"],
      missing: [{ product: "CALL_CENTER", refusal: null }],
    });
  });

  it("says what is missing and why, the same as the sign-in did", async () => {
    const email = named("EMAIL", 5);
    const full = concurrent("WFM", 1);
    const [ended, coming, gone] = [named("CALL_CENTER", 5), named("MOBILE", 5), named("VOIP_DEVICE", 5)];
    await install(issuer, [email, full, ended, coming, gone]);
    const [anna, bob] = [await addPerson("anna@acme.example"), await addPerson("bob@acme.example")];
    await grant(anna.id, email, full, ended, coming, gone);
    await grant(bob.id, full);
    await install(issuer, [email, full, { ...ended, ...EXPIRED }, { ...coming, ...NOT_STARTED }]);
    await signIn(bob.address, bob.password);
    const { me, missing } = await meAfterSignIn(anna);
    expect(me.missing.map(({ product, refusal }) => [product, refusal?.code])).toEqual([
      ["CALL_CENTER", "license_expired"],
      ["MOBILE", "license_not_started"],
      ["VOIP_DEVICE", "license_withdrawn"],
      ["WFM", "seats_exhausted"],
    ]);
    expect(me.missing.map(({ product, refusal }) => [product, refusal?.code])).toEqual(
      missing.map(({ product, reason }) => [product, reason]),
    );
  });
});
