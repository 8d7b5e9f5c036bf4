import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, SESSION_COOKIE, test } from "@/tests/e2e/browsers";
import { actionsInBuild, encoded, giveSession, makeTarget, stored } from "@/tests/support/action-calls";
import { type IssuedLicense, named } from "@/tests/support/issuer";
import { type Person, setRole } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";
import { CALLS, WHO_CHANGES } from "@/tests/support/server-actions";

const CALLERS = ["anonymous", "nobody", "outsider", "reader", "writer", "keeper", "wide", "sysadmin"] as const;

type Caller = (typeof CALLERS)[number];

const SECTIONS = ["admin", "admin/license", "admin/channels", "admin/users", "admin/audit"];

const RIGHTS: Partial<Record<Caller, { permissions: string[]; sections: string[] }>> = {
  outsider: { permissions: ["*"], sections: [] },
  reader: { permissions: ["read"], sections: SECTIONS },
  writer: { permissions: ["read", "write"], sections: SECTIONS },
  keeper: { permissions: ["read", "add", "write", "delete"], sections: SECTIONS },
  wide: { permissions: ["read", "write", "all_domains"], sections: SECTIONS },
};

const [HEAD, ...ROWS] = WHO_CHANGES.trim()
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.trim().split(/\s+/));

type Line = { file: string; action: string; on: string; answers: Record<Caller, string> };

const LINES = ROWS.map(([file = "", action = "", on = "", ...answers]): Line => {
  const cells = Object.fromEntries(CALLERS.map((caller, place) => [caller, answers[place]]));
  return { file, action, on, answers: cells as Line["answers"] };
});

/** Every function that a file of actions exports, by file and name. */
function actionsInTree(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join("app", file), "utf8");
    if (!/^\s*["']use server["'];/m.test(text)) return [];
    return [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(([, name]) => `${file} ${name}`);
  });
}

async function addCaller(portal: Portal, caller: Caller, license: IssuedLicense): Promise<Person | null> {
  if (caller === "anonymous") return null;
  const person = await portal.addUser(`${caller}@acme.example`, { roles: caller === "sysadmin" ? ["sysadmin"] : [] });
  await portal.grant(person, license);
  const rights = RIGHTS[caller];
  if (rights === undefined) return person;
  await setRole(caller, rights);
  await portal.sql`insert into user_roles select ${person.id}, id from roles where name = ${caller}`;
  return person;
}

test("every action is in the table, and the build has no other", () => {
  expect(HEAD).toEqual(["file", "action", "on", ...CALLERS]);
  const said = [...new Set(LINES.map(({ file, action }) => `${file} ${action}`))].toSorted();
  expect(said).toEqual(actionsInTree().toSorted());
  expect(said).toEqual([...actionsInBuild().keys()].toSorted());
});

test("an action changes something for those who may, in the domains where they may, and nothing for others", async ({
  portal,
}) => {
  // Hundreds of calls, one after another: on a busy machine they take their time.
  test.setTimeout(480_000);
  const licenses = [named("CALL_CENTER", 9_000), named("CHAT", 9_000)];
  await portal.install(...licenses);
  await setRole("helper", { permissions: ["read"], sections: ["admin/users"] });
  await portal.addUser("somebody@globex.example");
  const built = actionsInBuild();
  for (const caller of CALLERS) {
    const person = await addCaller(portal, caller, licenses[0] as IssuedLicense);
    const answers: string[] = [];
    for (const { file, action, on } of LINES) {
      const name = `${file} ${action}`;
      const target = await makeTarget(portal, on, person, licenses);
      const call = CALLS[`${name} ${on}`] ?? CALLS[name];
      const { id = "", page = "" } = built.get(name) ?? {};
      const cookie = person === null ? "" : `${SESSION_COOKIE}=${await giveSession(portal, person)}`;
      const before = await stored(portal);
      const answer = await fetch(portal.url + page, {
        method: "POST",
        headers: { "next-action": id, origin: portal.url, cookie },
        body: encoded(call?.(target) ?? []),
        redirect: "manual",
      });
      await answer.arrayBuffer();
      const isReached = answer.status < 500 && !answer.headers.has("x-nextjs-action-not-found");
      const what = (await stored(portal)) === before ? "no" : "done";
      answers.push(`${name} ${on} ${isReached ? what : `failed with ${answer.status}`}`);
    }
    const expected = LINES.map(({ file, action, on, answers: said }) => `${file} ${action} ${on} ${said[caller]}`);
    expect.soft(answers, caller).toEqual(expected);
  }
});
