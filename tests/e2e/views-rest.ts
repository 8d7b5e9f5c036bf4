import type { Page } from "@playwright/test";
import { expect, scriptReaches } from "@/tests/e2e/browsers";
import { at, topWindow, type View } from "@/tests/e2e/views";
import { PASSWORD } from "@/tests/support/people";

async function addToken(page: Page, name: string): Promise<void> {
  await page.goto("/me?token=1");
  const window = topWindow(page);
  await scriptReaches(window.locator("form"));
  await window.locator("input[name=name]").fill(name);
  await window.locator(".button-accent").click();
}

async function changePassword(page: Page, current: string): Promise<void> {
  await page.goto("/me?password=1");
  const window = topWindow(page);
  await scriptReaches(window.locator("form"));
  await window.locator("input[name=current]").fill(current);
  await window.locator("input[name=password]").fill(PASSWORD);
  await window.locator(".button-accent").click();
}

/** The audit list, a person's own page, and pages that say one thing. */
export const REST: View[] = [
  at("audit", "/audit"),
  at("audit, filtered", "/audit?q=ann&act=assign_license"),
  at("audit, nothing found", "/audit?till=2001-01-01"),
  {
    name: "audit, details",
    show: async (page) => {
      await page.goto("/audit");
      for (const nth of [0, 1, 2]) await page.locator("tbody summary").nth(nth).click();
    },
  },
  at("my licenses, some missing", "/me", "ann"),
  at("my licenses, none", "/me", "outsider"),
  at("my licenses, administrator", "/me"),
  at("own password, form", "/me?password=1"),
  {
    name: "own password, refused",
    show: async (page) => {
      await changePassword(page, "not the password");
      await expect(topWindow(page).getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "own password, changed",
    show: async (page) => {
      await changePassword(page, PASSWORD);
      await expect(topWindow(page).locator("output")).not.toBeEmpty();
    },
  },
  at("access token, form", "/me?token=1"),
  {
    name: "access token, refused",
    show: async (page) => {
      await addToken(page, "two\u0007names");
      await expect(topWindow(page).getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "access token, shown once",
    show: async (page) => {
      await addToken(page, "nightly report");
      await expect(topWindow(page).locator("input[readonly]")).toBeVisible();
    },
  },
  {
    name: "access token, question before it is revoked",
    show: async (page) => {
      await page.goto("/me");
      await page.locator("a[id^=revoke-]").first().click();
      await expect(topWindow(page).locator(".button-danger")).toBeVisible();
    },
  },
  at("access denied", "/licenses", "outsider"),
  at("not found", "/nothing"),
  at("renewal", "/renew"),
  at("the HTTP interface", "/api/docs"),
  {
    name: "the HTTP interface, a call in full",
    show: async (page) => {
      await page.goto("/api/docs");
      for (const part of await page.locator("section section").first().locator("summary").all()) await part.click();
    },
  },
];
