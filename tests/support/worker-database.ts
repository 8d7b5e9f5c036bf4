import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeEach } from "vitest";
import { closePool } from "@/db/client";
import { cleanInstallation } from "@/tests/support/clean-installation";
import { createIssuer, type Issuer } from "@/tests/support/issuer";
import { cloneTemplate } from "@/tests/support/template-database";

/** Set up before each test file: the file has a database to itself, which every test finds clean. */
export const DATABASE_NAME = `integration_${process.env.VITEST_POOL_ID ?? "1"}`;

export const databaseUrl = await cloneTemplate(DATABASE_NAME);
process.env.DATABASE_URL = databaseUrl;
process.env.DATABASE_POOL_SIZE = "32";

/** Straight into the worker's database, past every rule of the application. */
export const sql = postgres(databaseUrl, { max: 4, onnotice: () => {} });

/** The one issuer that the installation under test trusts. */
export const issuer: Issuer = await createIssuer(mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "issuer-")));
process.env.LICENSE_ISSUERS = issuer.issuersPath;

beforeEach(() => cleanInstallation(sql));

afterAll(async () => {
  await closePool();
  await sql.end();
});
