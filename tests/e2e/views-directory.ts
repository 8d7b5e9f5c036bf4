import type { Page } from "@playwright/test";
import { expect, scriptReaches } from "@/tests/e2e/browsers";
import { at, topWindow, type View } from "@/tests/e2e/views";

const USERS = "/directory/users";
const DOMAINS = "/directory/domains";

/** What an import has to say about each kind of line. */
const LIST = [
  "domain,username,name,roles,disabled",
  "acme.example,new,New Person,sysadmin,",
  "acme.example,ann,Ann Leigh,,true",
  "ghost.example,ghost,Ghost,,",
  "acme.example,king,King,king,",
].join("\n");

async function importList(page: Page, text: string): Promise<void> {
  await page.goto(`${USERS}?import=1`);
  const window = topWindow(page);
  await scriptReaches(window.locator("form"));
  await window.locator("textarea").fill(text);
  await window.locator("button[value=preview]").click();
}

/** Sends the window's form with a text that its field refuses. */
async function refuse(page: Page, path: string, field: string, value: string): Promise<void> {
  await page.goto(path);
  const window = topWindow(page);
  if (field === "username") await window.locator("input[name=name]").fill("Ann Lee");
  await window.locator(`input[name=${field}]`).fill(value);
  await window.locator(".button-accent").click();
  await expect(window.locator("[role=alert]")).toBeVisible();
}

/** Users and domains with their windows. */
export const DIRECTORY: View[] = [
  at("directory, users", USERS),
  at("directory, users filtered", `${USERS}?state=enabled&domain=acme.example`),
  at("directory, nothing found", `${USERS}?q=nonsense`),
  at("directory, filter window", `${USERS}?filter=1`),
  at("directory, add user", `${USERS}?add=1`),
  { name: "directory, user refused", show: (page) => refuse(page, `${USERS}?add=1`, "username", "an na") },
  at("directory, edit user with password and roles", ({ people }) => `${USERS}?edit=${people.ann.id}`),
  at("directory, disable?", ({ people }) => `${USERS}?edit=${people.ann.id}&ask=disable`),
  at("directory, delete?", ({ people }) => `${USERS}?edit=${people.ann.id}&ask=delete`),
  at("directory, import", `${USERS}?import=1`),
  {
    name: "directory, import, preview with refused rows",
    show: async (page) => {
      await importList(page, LIST);
      await expect(topWindow(page).locator("table")).toBeVisible();
    },
  },
  {
    name: "directory, import, refused as a whole",
    show: async (page) => {
      await importList(page, "user,name\nx,y");
      await expect(topWindow(page).locator("[role=alert]")).toBeVisible();
    },
  },
  at("domains", DOMAINS),
  at("domains, nothing found", `${DOMAINS}?q=nonsense`),
  at("domains, add", `${DOMAINS}?add=1`),
  { name: "domains, refused", show: (page) => refuse(page, `${DOMAINS}?add=1`, "domain", "nodots") },
  at("domains, edit an empty one", ({ domains }) => `${DOMAINS}?edit=${domains.empty}`),
  at("domains, disable?", ({ domains }) => `${DOMAINS}?edit=${domains.empty}&ask=disable`),
  at("domains, delete an empty one?", ({ domains }) => `${DOMAINS}?remove=${domains.empty}`),
  at("domains, one that is not empty", ({ domains }) => `${DOMAINS}?remove=${domains.full}`),
];
