import { everythingStored, expect, test } from "@/tests/e2e/browsers";
import { addComer, answerTo, apiToken, COMERS, doorsOf, isRoute, LINES, TABLE_HEAD, unnamed } from "@/tests/e2e/doors";
import { addChannels } from "@/tests/support/channels";
import { named } from "@/tests/support/issuer";

test("every page and every call is in the table", () => {
  expect(TABLE_HEAD).toEqual(["door", "method", "as", "address", ...COMERS]);
  expect([...new Set(LINES.map(({ door }) => door))].toSorted()).toEqual(doorsOf("app").toSorted());
});

test("a browser's cookie is worth nothing at a call of the HTTP interface", () => {
  const calls = LINES.filter(({ door, as }) => door.startsWith("api/") && as === "cookie");
  const worth = calls.filter(({ answers }) => COMERS.some((comer) => answers[comer] !== answers.anonymous));
  expect(worth).toEqual([]);
});

test("everybody gets the page, the refusal or the way that is theirs", async ({ open, portal, request }) => {
  // Hundreds of requests, one after another: on a busy machine they take their time.
  test.slow();
  const license = named("CALL_CENTER", 50);
  const certificate = await portal.install(license, named("CHAT", 5));
  const { id: user } = await portal.addUser("anna@acme.example");
  const { id: foreign } = await portal.addUser("gleb@globex.example");
  const [channel = ""] = await addChannels(1);
  const stands = { url: portal.url, license: license.id, user, foreign, channel, certificate };

  for (const comer of COMERS) {
    const page = await open(null);
    const person = comer === "anonymous" ? null : await addComer(portal, comer, license);
    if (person) await portal.signIn(page, person);
    const answers: string[] = [];
    for (const line of LINES) {
      // A token of its own for each call: one of them may end it.
      const token = person && line.as === "token" ? await apiToken(portal, person) : undefined;
      const answer = await answerTo(line.as === "token" ? request : page.request, line, stands, token);
      answers.push(`${line.method} ${line.as} ${line.address} ${answer}`);
    }
    const expected = LINES.map((line) => `${line.method} ${line.as} ${line.address} ${line.answers[comer]}`);
    expect.soft(answers, comer).toEqual(expected);
  }
});

test("what is asked of a user is asked of one in another domain too", () => {
  const asked = LINES.filter(({ as, door }) => as === "token" || !door.startsWith("api/")).map(
    ({ method, address }) => `${method} ${address}`,
  );
  const twins = asked.filter((call) => call.includes("{user}")).map((call) => call.replace("{user}", "{foreign}"));
  expect(twins.filter((call) => !asked.includes(call))).toEqual([]);
});

test("a route answers nobody at a method that the table does not name", async ({ admin, portal, request }) => {
  const license = named("CALL_CENTER", 50);
  const certificate = await portal.install(license);
  const token = await apiToken(portal, admin);
  const stands = { url: portal.url, license: license.id, user: admin.id, foreign: admin.id, channel: "1", certificate };
  const answered: string[] = [];
  for (const line of unnamed(isRoute)) {
    const answer = await answerTo(request, line, stands, token);
    // Forms without an Origin are refused unread; the interface looks at what is asked.
    const isForm = !line.door.startsWith("api/") || line.door.startsWith("api/auth/");
    if (!["404", "405", ...(isForm ? ["403"] : [])].includes(answer))
      answered.push(`${line.method} ${line.door} ${answer}`);
  }
  expect(answered).toEqual([]);
});

test("a page answers other methods as it answers GET, or not at all, and changes nothing", async ({
  admin,
  portal,
  open,
}) => {
  const license = named("CALL_CENTER", 50);
  const certificate = await portal.install(license);
  const stands = { url: portal.url, license: license.id, user: admin.id, foreign: admin.id, channel: "1", certificate };
  const before = await everythingStored(portal);
  for (const who of [null, admin]) {
    const { request } = await open(who);
    const answered: string[] = [];
    for (const line of unnamed((door) => !isRoute(door))) {
      const [asked, answer] = [
        await answerTo(request, { ...line, method: "GET" }, stands),
        await answerTo(request, line, stands),
      ];
      if (answer !== asked && answer !== "405") answered.push(`${line.method} ${line.door} ${answer}`);
    }
    expect(answered).toEqual([]);
  }
  expect(await everythingStored(portal)).toBe(before);
});
