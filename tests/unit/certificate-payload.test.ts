import { expect, it } from "vitest";
import { composePayload, UsageError } from "@/scripts/certificate-payload";
import { id } from "@/tests/unit/samples";

const NOW = 1_800_000_000;

function compose(options: { from?: string; till?: string; license?: string[] }) {
  const described = { customer: id(800), organization: "Acme", issuer: "Vendor", till: "2099-01-01" };
  return composePayload({ ...described, license: ["WFM:1"], ...options }, NOW);
}

it.each([
  ["2027-01-01", "2027-01-01T00:00:00Z"],
  ["2028-02-29", "2028-02-29T00:00:00Z"],
  ["2028-02-29T09:00Z", "2028-02-29T09:00:00Z"],
  ["2028-02-29T08:30:15+02:00", "2028-02-29T06:30:15Z"],
])("--till %s is a moment", (till, moment) => {
  expect(compose({ till })).toMatchObject({ licenses: [{ not_after: Date.parse(moment) / 1_000 }] });
});

it.each(["2026-02-31", "2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-02-31T09:00Z"])(
  "%s is a day that no calendar has",
  (day) => {
    expect(() => compose({ till: day })).toThrow(UsageError);
    expect(() => compose({ from: day })).toThrow(
      `--from is not a date, such as 2027-01-01 or 2027-01-01T09:00Z: ${day}`,
    );
  },
);

it.each(["tomorrow", "2027-1-1", "2027-01-01 (noon)", "2027-01-01T09:00", "2027-01-01T25:00Z", ""])(
  "%j is no date",
  (till) => {
    expect(() => compose({ till })).toThrow(UsageError);
  },
);

it.each(["1e3", "0x10", "5.0", "+5", "-1", "007", "0", "many", " 5"])("a limit of %j is none", (limit) => {
  expect(compose({ license: [`WFM:${limit}`] })).toMatchObject({ licenses: [{ limit: Number.NaN }] });
});

it("a limit in digits is one", () => {
  expect(compose({ license: ["WFM:10000000:competitive"] })).toMatchObject({
    licenses: [{ limit: 10_000_000, competitive: true }],
  });
});
