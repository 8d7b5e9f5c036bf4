import { PAGES } from "./pages.mjs";
import { spreadLine } from "./report.mjs";
import { measureSideBySide, ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";

/** A hundred times the users may cost a page this much more. */
const LIMIT = 1.3;

/**
 * What a page costs with 100,000 users against 1,000, and against the empty page of the framework. The processor's
 * time is that of the server and of PostgreSQL together; latency is what one visitor waits.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ name: string, server: { pid: number }, visitor: object }[]} sizes small, then large
 * @param {{ server: { pid: number }, visitor: object }} empty
 */
export async function timeLines({ database, signal }, sizes, empty) {
  const contenders = PAGES.flatMap((page) =>
    sizes.map(({ name, server, visitor }) => ({
      name: `${page.name} ${name}`,
      visitor,
      path: page.path,
      pids: [server.pid, database.pid],
    })),
  );
  contenders.push({ name: "empty", visitor: empty.visitor, path: "/", pids: [empty.server.pid] });
  const figures = await measureSideBySide(contenders, signal);
  const of = (name) => figures.get(name);
  const [small, large] = sizes.map(({ name }) => name);
  const growth = PAGES.flatMap(({ name }) => {
    const [under, over] = [of(`${name} ${small}`), of(`${name} ${large}`)];
    return [
      spreadLine(`${name}, ${large} : ${small}, processor`, "×", ratio(over.processor, under.processor), LIMIT),
      spreadLine(`${name}, ${large} : ${small}, latency p50`, "×", ratio(over.latency, under.latency), LIMIT),
    ];
  });
  const against = PAGES.map(({ name }) =>
    spreadLine(
      `${name} ${large} : empty page, processor`,
      "×",
      ratio(of(`${name} ${large}`).processor, of("empty").processor),
    ),
  );
  const plain = contenders.map(({ name }) =>
    spreadLine(`${name}, processor a request`, "ms", summary(of(name).processor)),
  );
  return { lines: [...growth, ...against, ...plain], details: { rounds: Object.fromEntries(figures) } };
}
