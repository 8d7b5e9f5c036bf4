import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import postgres from "postgres";
import { closePool } from "@/db/client";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { cleanInstallation } from "@/tests/support/clean-installation";
import { grant, install } from "@/tests/support/installation";
import { createIssuer, type IssuedLicense, type Issuer } from "@/tests/support/issuer";
import { addPerson, type Person, type PersonToAdd } from "@/tests/support/people";
import { cloneTemplate, dropDatabase } from "@/tests/support/template-database";

/** A running installation: clean for every test, with nothing in it but the role `sysadmin`. */
export type Portal = {
  url: string;
  /** A new certificate that this installation trusts; not imported. */
  issue: Issuer["issue"];
  /** Issues and imports, first or as a renewal; answers the certificate's text. */
  install(...licenses: IssuedLicense[]): Promise<string>;
  addUser(address: string, user?: PersonToAdd): Promise<Person>;
  grant(user: { id: string }, ...licenses: { id: string }[]): Promise<void>;
  /** Signs in through the page, and waits until it has led on. */
  signIn(page: Page, who: Person): Promise<void>;
  /** Straight into the installation's database. */
  sql: postgres.Sql;
};

type Installation = { server: AppServer; issuer: Issuer; sql: postgres.Sql };

async function signIn(page: Page, who: Person): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("User").fill(who.address);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/**
 * Playwright's `test` with a portal: the production build with a database of its own, one per worker, since a start
 * takes longer than to clean up. The use cases called from a test work on the same database.
 */
export const test = base.extend<{ portal: Portal }, { installation: Installation }>({
  installation: [
    async ({ browserName }, use, { parallelIndex }) => {
      const name = `e2e_${browserName}_${parallelIndex}`;
      const databaseUrl = await cloneTemplate(name);
      const issuer = await createIssuer(mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "issuer-")));
      Object.assign(process.env, { DATABASE_URL: databaseUrl, LICENSE_ISSUERS: issuer.issuersPath });
      const server = await startAppServer({ databaseUrl, issuersPath: issuer.issuersPath });
      const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
      await use({ server, issuer, sql });
      await server.stop();
      await Promise.all([closePool(), sql.end()]);
      await dropDatabase(name);
    },
    { scope: "worker", timeout: 120_000 },
  ],

  baseURL: async ({ installation }, use) => use(installation.server.url),

  portal: async ({ installation: { server, issuer, sql } }, use, testInfo) => {
    await cleanInstallation(sql);
    const saidBefore = server.output().length;
    await use({
      url: server.url,
      issue: (certificate) => issuer.issue(certificate),
      install: (...licenses) => install(issuer, licenses),
      addUser: addPerson,
      grant: (user, ...licenses) => grant(user.id, ...licenses),
      signIn,
      sql,
    });
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("server output", { body: server.output().slice(saidBefore), contentType: "text/plain" });
    }
  },
});

export { expect };
