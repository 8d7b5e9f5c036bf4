import { median } from "./statistics.mjs";
import { visitRepeatedly } from "./visitor.mjs";

const WARM_UP = 20;
const REQUESTS = 20;

/** Whether a statement asks who the visitor is. */
export const isOfSession = ({ text }) => text.includes("token_actor(");

/**
 * The round trips of a request, and the statements that come with every other request at least: what the server does
 * by itself now and then is not the page's.
 */
export async function watchPage(visitor, path, tap) {
  // Each of the pool's connections learns the statements first; that takes a round trip more, once.
  await visitRepeatedly(visitor, path, WARM_UP);
  tap.take();
  const seen = [];
  for (let nth = 0; nth < REQUESTS; nth++) {
    await visitor.get(path);
    seen.push(tap.take());
  }
  const sent = seen.flatMap(({ statements }) => statements);
  const times = (text) => sent.filter((each) => each.text === text).length;
  const known = [...new Map(sent.map((each) => [each.text, each])).values()];
  return {
    roundTrips: median(seen.map(({ roundTrips }) => roundTrips)),
    statements: known.filter(({ text }) => times(text) >= REQUESTS / 2),
  };
}
