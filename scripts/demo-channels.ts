import type { Channel } from "@/lib/licensing/product";
import type { DEMO_DOMAINS } from "@/scripts/demo-people";

export type DemoChannel = {
  kind: Channel;
  domain: (typeof DEMO_DOMAINS)[number];
  name: string;
  isEnabled: boolean;
};

type Line = [domain: DemoChannel["domain"], name: string, state: "enabled" | "disabled"];

const CHAT_GATEWAYS: Line[] = [
  ["acme.example", "Telegram, sales", "enabled"],
  ["support.acme.example", "Viber, support", "enabled"],
  ["acme.example", "Web chat, trial", "disabled"],
];

const EMAIL_PROFILES: Line[] = [
  ["acme.example", "sales@acme.example", "enabled"],
  ["acme.example", "invoices@acme.example", "enabled"],
  ["acme.example", "careers@acme.example", "disabled"],
  ["support.acme.example", "help@support.acme.example", "enabled"],
  ["support.acme.example", "Скарги і пропозиції", "enabled"],
  ["support.acme.example", "returns@support.acme.example", "disabled"],
];

function channelsOf(kind: Channel, lines: Line[]): DemoChannel[] {
  return lines.map(([domain, name, state]) => ({ kind, domain, name, isEnabled: state === "enabled" }));
}

/** The channels of the demo; as many are enabled as last year's limits allow, and room is left this year. */
export const DEMO_CHANNELS: DemoChannel[] = [
  ...channelsOf("chat_gateway", CHAT_GATEWAYS),
  ...channelsOf("email_profile", EMAIL_PROFILES),
];
