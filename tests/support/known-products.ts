/** The products of the manual (specification §1; lists 1 and 2). */
export const KNOWN_PRODUCTS: readonly string[] = [
  "CALL_CENTER",
  "CALL_MANAGER",
  "VOIP_DEVICE",
  "MOBILE",
  "EMAIL",
  "CHAT",
  "QUALITY_AUDITOR",
  "CUSTOMER_SERVICE",
  "CUSTOMER_PORTAL",
  "WFM",
];
