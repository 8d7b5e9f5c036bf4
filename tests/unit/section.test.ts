import { describe, expect, it } from "vitest";
import { SECTIONS, sectionsOf, sectionsOfLicenses } from "@/lib/licensing/section";
import { KNOWN_PRODUCTS } from "@/tests/support/known-products";

const SHARED =
  "roles gateways calendars schema trigger acr_routing storage_profile cognitive_profile " +
  "devices users calls record_file dictionaries media_file";

describe("sectionsOf", () => {
  it.each([
    [
      "CALL_CENTER",
      `${SHARED} cc_list cc_team cc_agent cc_queue cc_bucket cc_resource cc_resource_group acr_chat_plan`,
    ],
    ["CALL_MANAGER", SHARED],
    ["VOIP_DEVICE", "devices users calls record_file"],
    ["MOBILE", "devices users calls record_file"],
    ["CUSTOMER_SERVICE", "users calls record_file dictionaries media_file contacts"],
    ["EMAIL", "email_profile"],
    ["CHAT", "chats chat_bots"],
    ["QUALITY_AUDITOR", "cc_audit_form"],
    ["WFM", "wfm_lookups working_schedules agent_absences"],
  ])("%s opens exactly its sections of the table, in table order", (product, sections) => {
    expect(sectionsOf(product)).toEqual(sections.split(" "));
  });

  it.each(["CUSTOMER_PORTAL", "TELEPATHY", "", "constructor"])(
    "a product outside the table (%j) opens nothing",
    (product) => {
      expect(sectionsOf(product)).toEqual([]);
    },
  );
});

describe("the table of sections", () => {
  it("names every objclass once", () => {
    const names = SECTIONS.map((section) => section.objclass);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(30);
  });

  it("is opened by known products only", () => {
    expect(
      SECTIONS.flatMap((section) => section.openedBy).filter((product) => !KNOWN_PRODUCTS.includes(product)),
    ).toEqual([]);
  });
});

describe("sectionsOfLicenses", () => {
  it("unites the scopes, each section once, in table order whatever the order of the licenses", () => {
    const licenses = [{ scope: ["contacts", "users"] }, { scope: ["users", "roles"] }];
    expect(sectionsOfLicenses(licenses)).toEqual(["roles", "users", "contacts"]);
    expect(sectionsOfLicenses(licenses.toReversed())).toEqual(["roles", "users", "contacts"]);
  });

  it("keeps sections that the table does not know, at the end and once", () => {
    const licenses = [{ scope: ["zeta", "chats"] }, { scope: ["alpha", "zeta", "roles"] }];
    expect(sectionsOfLicenses(licenses)).toEqual(["roles", "chats", "zeta", "alpha"]);
  });

  it("opens nothing without a license", () => {
    expect(sectionsOfLicenses([])).toEqual([]);
  });
});
