import { expect, it } from "vitest";
import { adviceOnWalls } from "@/scripts/migrate.mjs";

it.each([
  [{ isThere: false, isMember: false }, /: create role seatwise_bounded; grant seatwise_bounded to "odd-name"$/],
  [{ isThere: true, isMember: false }, /already; let a superuser do: grant seatwise_bounded to "odd-name"$/],
  [{ isThere: true, isMember: true }, /the user "odd-name" must own/],
])("where the role is as %j a superuser is told what is left to do", (facts, advice) => {
  expect(adviceOnWalls({ name: '"odd-name"', ...facts })).toMatch(advice);
});
