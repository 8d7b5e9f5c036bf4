import { openBrowser } from "./browser.mjs";
import { openSession, query } from "./database-login.mjs";
import { startProduct } from "./product-server.mjs";
import { line, measuredTwice, spreadLine } from "./report.mjs";
import { summary } from "./statistics.mjs";

const SLOWER = 4;
const TICKS = 15;
const TICK_MS = 100;
const LONG_TASK_MS = 50;
const SHOWN = { rows: 40, columns: 12 };
const BIG = { rows: 100, columns: 60 };
const SCROLLS = 40;

/**
 * In a browser on a processor four times as slow: from a click on a box until the frame that shows it ticked; and the
 * longest task while a hundred users by sixty licenses are scrolled.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./write-lines.mjs").openWrites>>} writes
 */
export async function paintLines(context, { url, licenses }) {
  const cookie = await query(url, (sql) => openSession(sql, 1));
  const server = await startProduct(context, url);
  const { page, close } = await openBrowser(context, { url: server.url, cookie, slower: SLOWER });
  const address = ({ rows, columns }) =>
    `${server.url}/licenses/users?size=${rows}&columns=${licenses.slice(0, columns).join(",")}`;
  const ticks = await measuredTwice(() => tickLines(page, address(SHOWN)));
  const scrolls = await measuredTwice(() => scrollLines(page, address(BIG)));
  await close();
  await server.stop();
  return { lines: [...ticks.lines, ...scrolls.lines], details: { paint: { ...ticks.details, ...scrolls.details } } };
}

async function tickLines(page, address) {
  await page.goto(address, { waitUntil: "networkidle" });
  const waits = [];
  for (let nth = 0; nth < TICKS; nth++) {
    const box = page
      .locator(".matrix tbody tr")
      .nth(nth * 2)
      .getByRole("checkbox")
      .nth(1 + (nth % 4));
    await box.scrollIntoViewIfNeeded();
    const wasTicked = await box.isChecked();
    const painted = await box.evaluateHandle(watchNextPaint);
    await box.click();
    const { ms, isTicked } = await painted.evaluate((watched) => watched.painted);
    if (isTicked === wasTicked) throw new Error("The frame after a click does not show the box as it was clicked.");
    waits.push(ms);
    // The answer of the server is not what is measured here.
    await page.waitForTimeout(300);
  }
  const name = `tick to painted tick, processor ${SLOWER} × slower`;
  return { lines: [spreadLine(name, "ms", summary(waits), TICK_MS)], details: { ticks: waits } };
}

/** From the moment of the event until the frame behind it is on its way: a message sent in a frame comes after its painting. */
function watchNextPaint(box) {
  const painted = new Promise((resolve) => {
    box.addEventListener(
      "click",
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener("message", () =>
            resolve({ ms: performance.now() - timeStamp, isTicked: box.checked }),
          );
          port1.start();
          port2.postMessage(null);
        });
      },
      { capture: true, once: true },
    );
  });
  return { painted };
}

async function scrollLines(page, address) {
  await page.goto(address, { waitUntil: "networkidle" });
  // A slow processor is still reading the page when the network has gone quiet.
  await page
    .locator(".matrix tbody input[name=held]")
    .nth(BIG.rows * BIG.columns - 1)
    .waitFor();
  // To find the row that the pointer rests on is the tool's work, not the page's.
  await page.locator(".matrix tbody tr").nth(3).hover();
  await page.waitForTimeout(1_000);
  await page.evaluate(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) =>
      globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: "longtask",
    });
  });
  for (let nth = 0; nth < SCROLLS; nth++) {
    await page.mouse.wheel(nth % 2 === 0 ? 0 : 120, nth % 2 === 0 ? 200 : 0);
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(500);
  const [tasks, isScrolled] = await page.evaluate(() => [
    globalThis.longTasks,
    [...document.querySelectorAll("*")].some((each) => each.scrollLeft > 0) &&
      [...document.querySelectorAll("*")].some((each) => each.scrollTop > 0),
  ]);
  if (!isScrolled) throw new Error("The matrix did not scroll.");
  const name = `longest task while ${BIG.rows} × ${BIG.columns} boxes are scrolled, processor ${SLOWER} × slower`;
  return { lines: [line(name, "ms", Math.max(0, ...tasks), LONG_TASK_MS)], details: { longTasks: tasks } };
}
