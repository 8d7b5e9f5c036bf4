import { isDeepStrictEqual } from "node:util";
import { query } from "./database-login.mjs";
import { handStatement } from "./hand-statements.mjs";
import { measuredTwice, spreadLine } from "./report.mjs";
import { ratio } from "./side-by-side.mjs";
import { median } from "./statistics.mjs";
import { isOfSession } from "./watch-page.mjs";

const ROUNDS = 7;
const TURNS = 30;
const AGAINST_HAND = 1.5;

/**
 * The statements of pages, each with one by hand that was proved to answer the same.
 *
 * @param {{ url: string }} dataset
 * @param {Record<string, { statements: import("./wire-tap.mjs").Statement[], page: import("./pages.mjs").Page }>} sent by path
 */
export async function statementsByHand({ url }, sent) {
  const pages = Object.values(sent).map(({ page, statements }) => ({
    name: page.name,
    ours: statements.find((each) => !isOfSession(each)),
    theirs: handStatement(page),
  }));
  await query(url, (sql) => Promise.all(pages.map((each) => proveSameData(sql, each))));
  return pages;
}

/**
 * The statements of pages beside those that a person would write by hand for the same rows, in turns over one connection.
 *
 * @param {{ size: import("./dataset.mjs").Size, url: string }} dataset
 * @param {Record<string, { statements: import("./wire-tap.mjs").Statement[], page: import("./pages.mjs").Page }>} sent by path
 */
export async function handLines({ size, url }, sent) {
  const pages = await statementsByHand({ url }, sent);
  return measuredTwice(async () => {
    const lines = [];
    const details = {};
    for (const { name, ours, theirs } of pages) {
      const ms = await query(url, (sql) => inTurns(sql, ours, theirs));
      lines.push(spreadLine(`${name} ${size.name}, statement : by hand`, "×", ratio(ms.ours, ms.theirs), AGAINST_HAND));
      details[name] = ms;
    }
    return { lines, details: { byHand: details } };
  });
}

/** Milliseconds that each of both takes, a median for each round. */
async function inTurns(sql, ours, theirs) {
  const ms = { ours: [], theirs: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const waits = { ours: [], theirs: [] };
    for (let turn = 0; turn < TURNS; turn++) {
      waits.ours.push(await waited(sql, ours));
      waits.theirs.push(await waited(sql, theirs));
    }
    // In the first round both are learned.
    if (round === 0) continue;
    for (const [who, each] of Object.entries(waits)) ms[who].push(median(each));
  }
  return ms;
}

async function waited(sql, { text, params }) {
  const begun = performance.now();
  await sql.unsafe(text, params, { prepare: true });
  return performance.now() - begun;
}

/** @throws when the members that a page shows are not the same */
async function proveSameData(sql, { name, ours, theirs }) {
  const [[answer], [byHand]] = await Promise.all(
    [ours, theirs].map(({ text, params }) => sql.unsafe(text, params, { prepare: true })),
  );
  // A page with a window asks for both in one statement.
  const found = answer.r1 ? { ...answer.r0, ...answer.r1.found } : answer;
  for (const member of theirs.members) {
    const isSame = byHand[member]?.length > 0 && isDeepStrictEqual(found[member], byHand[member]);
    if (!isSame) throw new Error(`${name}: the ${member} by hand are not those of the product.`);
  }
}
