import type { Locator, Page } from "@playwright/test";

export const GATEWAYS = "/channels/chat-gateways";
export const PROFILES = "/channels/email-profiles";

/** The names of the channels shown, in their order. */
export function names(page: Page): Locator {
  return page.locator("tbody tr td:first-child > span:first-child");
}

/** The switch that turns a channel on or off. */
export function toggle(page: Page, name: string): Locator {
  return page.getByRole("switch", { name: `Enable ${name}`, exact: true });
}
