import { openToken, query } from "./database-login.mjs";
import { createCaller } from "./caller.mjs";
import { startTapped } from "./tapped-product.mjs";
import { WRITTEN_ID } from "./write-licenses.mjs";

const WARM_UP = 30;
const ACT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What the product sends for `PUT /users/{id}/license/{license_id}`, seen on the wire, with `{user}`, `{license}`,
 * `{held}` and `{act}` in the parameters where these stand.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {string} url of a copy of a data set
 * @param {string} user
 * @param {string} license
 * @returns {Promise<{ token: string, all: Statement[], act: Statement }>} `act`: the one that assigns
 */
export async function assignStatements(context, url, user, license) {
  const token = await query(url, (sql) => openToken(sql, 1, "write"));
  const tapped = await startTapped(context, { url }, { "x-webitel-access": token });
  const { call, close } = createCaller(tapped.url, { "x-webitel-access": token });
  const path = `/api/users/${user}/license/${license}`;
  for (let nth = 0; nth < WARM_UP; nth++) await call("DELETE", path);
  for (let nth = 0; nth < WARM_UP; nth++) await call("PUT", path);
  tapped.tap.take();
  await call("PUT", path);
  const all = tapped.tap.take().statements.map(({ text, params }) => ({
    text,
    params: params.map((param) => param && asTemplate(param, user, license)),
  }));
  close();
  await tapped.stop();
  const act = all.find(({ text }) => text.includes("change_grants("));
  if (!act) throw new Error("The product assigns with another statement: see scripts/bench/assign-statements.mjs.");
  return { token, all, act };
}

function asTemplate(param, user, license) {
  if (param === user) return "{user}";
  if (ACT.test(param)) return "{act}";
  return param
    .replace(`"user_id":"${user}"`, `"user_id":"{user}"`)
    .replace(license, "{license}")
    .replace(`"held":true`, `"held":{held}`);
}

const EXPRESSIONS = { user: ":user::int", license: WRITTEN_ID.replace("nth", ":license::int") };

/**
 * The statement as a script of the reference has it, assigning and taking back: the same text, with an expression in the
 * place of each parameter.
 *
 * @param {{ text: string, params: (string | null)[] }} act
 * @param {{ users: number, licenses: number }} count
 * @returns {import("./reference-load.mjs").Script}
 */
export function assignScript({ text, params }, { users, licenses }) {
  const statements = [true, false].map((held) => ({
    text: text.replace(/\$(\d+)/g, (_, nth) => expression(params[nth - 1], held)).replace(/\s+/g, " "),
  }));
  return { draws: { user: [1, users], license: [1, licenses] }, statements };
}

function expression(param, held) {
  if (param === null) return "null";
  if (param === "{act}") return "gen_random_uuid()";
  // A colon before a letter would be a name of the script.
  const literal = (text) =>
    `'${text
      .replace("{held}", String(held))
      .replace(/:(?=\w)/g, ": ")
      .replaceAll("'", "''")}'`;
  const names = [...param.matchAll(/\{(user|license)\}/g)].map(([, name]) => EXPRESSIONS[name]);
  if (names.length === 0) return literal(param);
  return `format(${literal(param.replaceAll("%", "%%").replace(/\{(user|license)\}/g, "%s"))}, ${names.join(", ")})`;
}
