import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { shownPath } from "@/scripts/shown-path.mjs";

const here = process.cwd();

it.each([
  [join(here, "data", "demo"), join("data", "demo")],
  [join(here, "..data"), "..data"],
  [here, here],
  [join(dirname(here), "beside"), join(dirname(here), "beside")],
  ["/var/lib/seatwise/demo", "/var/lib/seatwise/demo"],
])("%s is shown as %s", (path, shown) => {
  expect(shownPath(path)).toBe(shown);
});
