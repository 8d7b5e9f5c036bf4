import { expect, test } from "@/tests/e2e/browsers";
import { addComer, answerTo, apiToken, type Comer, LINES } from "@/tests/e2e/doors";
import { addChannels } from "@/tests/support/channels";
import { named } from "@/tests/support/issuer";

/** Doors that are open to everybody, or that answer from what is known of the person already. */
const ASKS_NOTHING = new Set(
  `page.tsx sign-in/page.tsx renew/page.tsx setup/page.tsx channels/page.tsx api/auth/[...nextauth]/route.ts
  api/health/route.ts api/health/ready/route.ts api/openapi.json/route.ts api/docs/page.tsx api/login/route.ts
  api/role/metadata/access/route.ts api/user/settings/timezone/route.ts api/settings/route.ts api/[[...path]]/route.ts`.split(
    /\s+/,
  ),
);

/** Refused before anything is asked; the bearer of a certificate is no person of any domain. */
const isAsked = ({ door, method, address, answers }: (typeof LINES)[number], comer: Comer) =>
  !ASKS_NOTHING.has(door) && !/^(401|403|>)/.test(answers[comer]) && `${method} ${address}` !== "PUT /api/customer";

test("every page and every call asks for a person of one domain behind the walls, and for others as ever", async ({
  open,
  portal,
  request,
}) => {
  test.slow();
  const license = named("CALL_CENTER", 50);
  const certificate = await portal.install(license, named("CHAT", 5));
  const { id: user } = await portal.addUser("anna@acme.example");
  const { id: foreign } = await portal.addUser("gleb@globex.example");
  const [channel = ""] = await addChannels(1);
  const stands = { url: portal.url, license: license.id, user, foreign, channel, certificate };

  async function answersTo(comer: Comer): Promise<string[]> {
    const [page, person] = [await open(null), await addComer(portal, comer, license)];
    if (person) await portal.signIn(page, person);
    // What the walls let through fails from here on; what goes around them does not.
    await portal.sql`revoke usage on schema public from seatwise_bounded, public`;
    const answers: string[] = [];
    for (const line of LINES.filter((each) => isAsked(each, comer))) {
      const token = person && line.as === "token" ? await apiToken(portal, person) : undefined;
      const answer = await answerTo(line.as === "token" ? request : page.request, line, stands, token);
      answers.push(`${line.method} ${line.as} ${line.address} ${answer}`);
    }
    await portal.sql`grant usage on schema public to seatwise_bounded, public`;
    return answers;
  }

  try {
    for (const comer of ["nobody", "reader", "writer", "sysadmin"] as const) {
      const expected = LINES.filter((each) => isAsked(each, comer)).map(
        ({ method, as, address, answers }) =>
          `${method} ${as} ${address} ${comer === "sysadmin" ? answers[comer] : "500"}`,
      );
      expect.soft(await answersTo(comer), comer).toEqual(expected);
    }
  } finally {
    await portal.sql`grant usage on schema public to seatwise_bounded, public`;
  }
});
