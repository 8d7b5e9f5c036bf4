/**
 * How a product is spelled in a certificate (specification §2). A certificate may carry one that this version does not know: a
 * product is text, and an unknown one opens what its scope says.
 */
export const PRODUCT_PATTERN = /^[A-Z][A-Z0-9_]{0,63}$/;

/** What a channel product limits: how many of these may be enabled in all domains together. */
export type Channel = "chat_gateway" | "email_profile";

/** The product whose licenses limit a channel (specification §3.6 and §3.7). */
export const PRODUCT_OF_CHANNEL: Readonly<Record<Channel, string>> = {
  chat_gateway: "CHAT",
  email_profile: "EMAIL",
};

/** Whether licenses of the product are given to persons. CHAT belongs to the installation, never to a user (§3.6). */
export function isPersonal(product: string): boolean {
  return product !== "CHAT";
}

/** Whether the product may be sold as concurrent. CHAT is only named (§3.6). */
export function mayBeConcurrent(product: string): boolean {
  return product !== "CHAT";
}
