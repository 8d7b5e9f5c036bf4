import { expect } from "@/tests/e2e/browsers";
import { GATEWAYS, PROFILES } from "@/tests/e2e/channel-pages";
import { at, topWindow, type View } from "@/tests/e2e/views";

/** Both kinds of channels with their windows. */
export const CHANNELS: View[] = [
  at("chat gateways", GATEWAYS),
  at("chat gateways, nothing found", `${GATEWAYS}?q=nonsense`),
  at("chat gateways, add", `${GATEWAYS}?add=1`),
  {
    name: "chat gateways, name refused",
    show: async (page) => {
      await page.goto(`${GATEWAYS}?add=1`);
      await topWindow(page).locator("input[name=name]").fill("gateway 1");
      await topWindow(page).locator(".button-accent").click();
      await expect(topWindow(page).locator("[role=alert]")).toBeVisible();
    },
  },
  at("chat gateways, rename", ({ gateway }) => `${GATEWAYS}?rename=${gateway}`),
  at("chat gateways, remove", ({ gateway }) => `${GATEWAYS}?remove=${gateway}`),
  {
    name: "email profiles, all places taken, one more refused",
    show: async (page) => {
      await page.goto(PROFILES);
      await page.locator("[role=switch][aria-checked=false]").first().click();
      await expect(page.locator("td [role=alert]")).toBeVisible();
    },
  },
];
