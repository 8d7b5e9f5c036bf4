import { expect, SESSION_COOKIE, test } from "@/tests/e2e/browsers";
import { actionsInBuild, encoded, giveSession } from "@/tests/support/action-calls";
import { named } from "@/tests/support/issuer";

test("a form that makes itself out as a matrix of fifteen thousand million boxes costs no more than its size", async ({
  admin,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const cookie = `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
  const { id = "", page = "" } = actionsInBuild().get("licenses/users/actions.ts saveTicks") ?? {};
  const form = new FormData();
  form.append("columns", ",".repeat(1_000_000));
  for (let row = 0; row < 15_000; row++) form.append("shown", `${row}:`);
  const { status } = await fetch(new URL(page, portal.url), {
    method: "POST",
    headers: { cookie, origin: portal.url, "next-action": id },
    body: encoded([{}, form]),
  });
  expect(status).toBe(200);
});
