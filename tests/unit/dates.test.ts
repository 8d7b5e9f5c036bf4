import { describe, expect, it } from "vitest";
import { formatDate, formatDateTime } from "@/lib/dates";

const NEW_YEAR = new Date("2026-12-31T23:30:00.999Z");

describe("formatDate", () => {
  it.each([
    ["UTC", "31.12.2026"],
    ["Europe/Kyiv", "01.01.2027"],
    ["Pacific/Kiritimati", "01.01.2027"],
    ["America/Los_Angeles", "31.12.2026"],
  ])("is the day in %s", (timeZone, day) => expect(formatDate(NEW_YEAR, timeZone)).toBe(day));

  it("writes days and months with two digits and years with four", () => {
    expect(formatDate(new Date("2026-03-05T00:00:00Z"), "UTC")).toBe("05.03.2026");
    expect(formatDate(new Date("9999-12-31T00:00:00Z"), "UTC")).toBe("31.12.9999");
  });

  it("follows the change to summer time", () => {
    expect(formatDate(new Date("2026-07-01T21:00:00Z"), "Europe/Kyiv")).toBe("02.07.2026");
    expect(formatDate(new Date("2026-01-01T21:00:00Z"), "Europe/Kyiv")).toBe("01.01.2026");
  });
});

describe("formatDateTime", () => {
  it("adds the time to the second, midnight as 00", () => {
    expect(formatDateTime(NEW_YEAR, "UTC")).toBe("31.12.2026 23:30:00");
    expect(formatDateTime(new Date("2026-03-05T00:00:07Z"), "UTC")).toBe("05.03.2026 00:00:07");
  });
});
