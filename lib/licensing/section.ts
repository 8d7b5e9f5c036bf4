/** A part of the contact centre: its objclass on the wire, its title in English, the products that open it. */
export type Section = { objclass: string; title: string; openedBy: readonly string[] };

const CALLS = ["CALL_CENTER", "CALL_MANAGER"];
const CALLS_AND_DEVICES = [...CALLS, "VOIP_DEVICE", "MOBILE"];
const CALLS_DEVICES_AND_SERVICE = [...CALLS_AND_DEVICES, "CUSTOMER_SERVICE"];
const CALLS_AND_SERVICE = [...CALLS, "CUSTOMER_SERVICE"];
const CALL_CENTER = ["CALL_CENTER"];

/** The table of specification §4 (manual, table 1), in its order, which is the order of every list of sections. */
export const SECTIONS: readonly Section[] = [
  { objclass: "roles", title: "Roles", openedBy: CALLS },
  { objclass: "gateways", title: "Gateways", openedBy: CALLS },
  { objclass: "calendars", title: "Calendars", openedBy: CALLS },
  { objclass: "schema", title: "Flow schemas", openedBy: CALLS },
  { objclass: "trigger", title: "Triggers", openedBy: CALLS },
  { objclass: "acr_routing", title: "Dialplan", openedBy: CALLS },
  { objclass: "storage_profile", title: "Storage", openedBy: CALLS },
  { objclass: "cognitive_profile", title: "Cognitive profiles", openedBy: CALLS },
  { objclass: "devices", title: "Devices", openedBy: CALLS_AND_DEVICES },
  { objclass: "users", title: "Users", openedBy: CALLS_DEVICES_AND_SERVICE },
  { objclass: "calls", title: "Applications", openedBy: CALLS_DEVICES_AND_SERVICE },
  { objclass: "record_file", title: "Recordings in History", openedBy: CALLS_DEVICES_AND_SERVICE },
  { objclass: "dictionaries", title: "Lookups", openedBy: CALLS_AND_SERVICE },
  { objclass: "media_file", title: "Media files", openedBy: CALLS_AND_SERVICE },
  { objclass: "cc_list", title: "Call lists", openedBy: CALL_CENTER },
  { objclass: "cc_team", title: "Teams", openedBy: CALL_CENTER },
  { objclass: "cc_agent", title: "Agents", openedBy: CALL_CENTER },
  { objclass: "cc_queue", title: "Queues", openedBy: CALL_CENTER },
  { objclass: "cc_bucket", title: "Buckets", openedBy: CALL_CENTER },
  { objclass: "cc_resource", title: "Resources", openedBy: CALL_CENTER },
  { objclass: "cc_resource_group", title: "Resource groups", openedBy: CALL_CENTER },
  { objclass: "acr_chat_plan", title: "Chatplan", openedBy: CALL_CENTER },
  { objclass: "email_profile", title: "Email profiles", openedBy: ["EMAIL"] },
  { objclass: "chats", title: "Chats", openedBy: ["CHAT"] },
  { objclass: "chat_bots", title: "Chat gateways", openedBy: ["CHAT"] },
  { objclass: "cc_audit_form", title: "Audit", openedBy: ["QUALITY_AUDITOR"] },
  { objclass: "contacts", title: "CRM", openedBy: ["CUSTOMER_SERVICE"] },
  { objclass: "wfm_lookups", title: "Workforce management", openedBy: ["WFM"] },
  { objclass: "working_schedules", title: "Workforce management", openedBy: ["WFM"] },
  { objclass: "agent_absences", title: "Workforce management", openedBy: ["WFM"] },
];

/** The sections that a product opens by itself (§4), in table order; none for a product that the table does not name. */
export function sectionsOf(product: string): string[] {
  return SECTIONS.filter((section) => section.openedBy.includes(product)).map((section) => section.objclass);
}

/**
 * The sections that a person enters with these licenses: the union of their scopes (§3.8), each once.
 * Table order first, then the entries that the table does not name, in the order in which they appear.
 * The caller hands over only licenses in force.
 */
export function sectionsOfLicenses(licensesInForce: readonly { scope: readonly string[] }[]): string[] {
  const opened = new Set(licensesInForce.flatMap((license) => license.scope));
  const known = SECTIONS.map((section) => section.objclass).filter((objclass) => opened.delete(objclass));
  return [...known, ...opened];
}
