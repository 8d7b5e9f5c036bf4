import { expect, it, vi } from "vitest";
import { seeFailure } from "@/db/availability";
import { UnavailableError } from "@/lib/errors";
import { log } from "@/lib/log";

it("a database that lets in no more connections is told once, however many statements find none", () => {
  const said = vi.spyOn(log, "error").mockReturnValue();
  const full = Object.assign(new Error("sorry, too many clients already"), { code: "53300" });
  const seen = [full, full, full].map((error) => seeFailure(error, () => {}));
  expect(seen).toEqual([expect.any(UnavailableError), expect.any(UnavailableError), expect.any(UnavailableError)]);
  expect(said.mock.calls).toEqual([
    [{ code: "53300", cause: "Error: sorry, too many clients already" }, "the database lets in no more connections"],
  ]);
  said.mockRestore();
});
