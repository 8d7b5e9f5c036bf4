import { expect, SESSION_COOKIE, test } from "@/tests/e2e/browsers";
import { actionsInBuild, encoded, giveSession } from "@/tests/support/action-calls";
import { named } from "@/tests/support/issuer";

/** What no page of ours sends: too little, too much, and other kinds than an action reads. */
const ARGUMENTS = [[], [null], ["a", {}], [[1], [2]]];
const BEFORE_A_FORM = [null, { q: {}, page: [{}], columns: [[null]] }, "a", [[1]]];

const argumentLists = () => [
  ...ARGUMENTS,
  ...BEFORE_A_FORM.flatMap((arg) => [
    [arg, new FormData()],
    [arg, arg, new FormData()],
  ]),
];

test("whatever stands in the place of its arguments, no action fails as if the server were at fault", async ({
  admin,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  for (const [name, { id, page }] of actionsInBuild()) {
    for (const cookie of ["", `${SESSION_COOKIE}=${await giveSession(portal, admin)}`]) {
      for (const args of argumentLists()) {
        const body = encoded(args);
        const sent = { origin: portal.url, cookie, "next-action": id };
        const headers = typeof body === "string" ? { ...sent, "content-type": "text/plain" } : sent;
        const answer = await fetch(portal.url + page, { method: "POST", headers, body, redirect: "manual" });
        expect(
          answer.status,
          `${name} ${JSON.stringify(args)} ${cookie === "" ? "signed out" : "signed in"}`,
        ).toBeLessThan(500);
      }
    }
  }
});

test("an action of another version is none of ours, and no failure", async ({
  admin,
  portal,
  installation: { server },
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const cookie = `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
  const send = (path: string, headers: Record<string, string>, body: string) =>
    fetch(portal.url + path, { method: "POST", headers: { origin: portal.url, cookie, ...headers }, body });
  const before = server.output().length;
  const known = [...actionsInBuild().values()][0]?.id ?? "";
  const changed = known.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  for (const id of ["0".repeat(40), "0".repeat(42), known.toUpperCase(), changed, "x"]) {
    for (const path of ["/sign-in", "/me", "/licenses"]) {
      const answer = await send(path, { "content-type": "text/plain", "next-action": id }, "[]");
      expect([answer.status, answer.headers.get("x-nextjs-action-not-found")], `${path} ${id}`).toEqual([404, "1"]);
    }
  }
  // The framework does not hear of them, and writes nothing into the log.
  expect(server.output().slice(before)).not.toContain("Failed to find Server Action");
  const form = `--b\r\ncontent-disposition: form-data; name="$ACTION_ID_${"0".repeat(42)}"\r\n\r\n\r\n--b--\r\n`;
  const answer = await send("/sign-in", { "content-type": "multipart/form-data; boundary=b" }, form);
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([404, "no-store"]);
});
