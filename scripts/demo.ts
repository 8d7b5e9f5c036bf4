/**
 * Makes the demo installation (specification §9) in a migrated database, through the use cases: last year's certificate,
 * the people with their licenses, then this year's renewal, so that there is a history to look at.
 * Run again after a killed run it completes what is missing; after a complete one it changes nothing.
 */
import { join, resolve } from "node:path";
import { closePool } from "@/db/client";
import { findChannels } from "@/db/queries/channels";
import { findInstalled } from "@/db/queries/customer";
import { findMatrix } from "@/db/queries/matrix";
import type { LocalActor } from "@/lib/access/actor";
import { signCertificate } from "@/lib/access/issuer-keys";
import { AppError } from "@/lib/errors";
import { PRODUCT_OF_CHANNEL } from "@/lib/licensing/product";
import { addChannel } from "@/lib/use-cases/channels/add-channel";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { setRole } from "@/lib/use-cases/directory/set-role";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { DEMO_CHANNELS, type DemoChannel } from "@/scripts/demo-channels";
import { type DemoFiles, ensureDemoFiles } from "@/scripts/demo-files";
import { demoLicenseIds, type DemoPayload, lastYearsPayload } from "@/scripts/demo-licenses";
import { DEMO_ADMINISTRATOR, DEMO_DOMAINS, DEMO_PEOPLE, DEMO_ROLES } from "@/scripts/demo-people";

const ACTOR: LocalActor = { kind: "system", id: null, name: "demo installation" };

/** What a killed run has added already is there, and that is all that can be wrong with `field` of our own data. */
async function unlessThere(field: string, add: Promise<unknown>): Promise<void> {
  await add.catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === "bad_request" && error.params.field === field)) throw error;
  });
}

async function addPeople(password: string): Promise<void> {
  for (const domain of DEMO_DOMAINS) await unlessThere("domain", addDomain(ACTOR, domain));
  for (const role of DEMO_ROLES) await setRole(ACTOR, role);
  // One after the other: their ids and the audit list are then in the order of the list.
  for (const { address, name, roles } of DEMO_PEOPLE) {
    const user = { address, name, roles, password: address === DEMO_ADMINISTRATOR ? password : null };
    await unlessThere("username", addUser(ACTOR, user));
  }
}

/** No user has this id: nobody's choice of columns is asked for. */
const NOBODY = "0";

async function grantLicenses(payload: DemoPayload): Promise<void> {
  const everybody = {
    q: "",
    bounds: null,
    domain: "",
    state: "",
    has: "",
    without: "",
    columns: null,
    choices: false,
  } as const;
  const { users } = await findMatrix({ ...everybody, page: 1, size: 1_000, sort: null }, NOBODY);
  const userIds = new Map(users.map(({ id, username, domain }) => [`${username}@${domain}`, id]));
  const licenseIds = demoLicenseIds(payload);
  const wished = DEMO_PEOPLE.flatMap(({ address, licenses }) =>
    licenses.map((name) => ({ userId: userIds.get(address) ?? "", licenseId: licenseIds[name], held: true })),
  );
  const results = await changeGrants(ACTOR, wished);
  const refused = results.find((result) => result.refused)?.refused;
  if (refused) throw new Error(`A grant of the demo was refused: ${refused.code} ${JSON.stringify(refused.params)}.`);
}

/** The id of a channel that is there. */
async function channelId({ kind, domain, name }: DemoChannel): Promise<string> {
  const list = { q: "", page: 1, size: 1_000, sort: null, opened: null, withDomains: false };
  const { rows } = await findChannels({ ...list, kind, product: PRODUCT_OF_CHANNEL[kind] }, null);
  return rows.find((row) => row.domain === domain && row.name === name)?.id ?? "";
}

async function addChannels(): Promise<void> {
  for (const channel of DEMO_CHANNELS) {
    await unlessThere("name", addChannel(ACTOR, channel));
    if (channel.isEnabled) await enableChannel(ACTOR, await channelId(channel));
  }
}

async function install({ payload, privateJwk, certificate, password }: DemoFiles, now: Date): Promise<void> {
  const { installed } = await findInstalled();
  if (installed?.certificateId === payload.jti) return;
  if (installed && installed.customerId !== payload.sub) {
    throw new Error(`The database belongs to ${installed.organization} already; the demo needs one of its own.`);
  }
  if (!installed) await importCertificate(null, await signCertificate(lastYearsPayload(payload, now), privateJwk));
  await addPeople(password);
  await grantLicenses(payload);
  await addChannels();
  // Last of all: an installation that has this certificate is complete.
  await importCertificate(null, certificate);
}

const folder = resolve(process.env.DATA_DIR ?? "data", "demo");
// The certificates of this process are the demo's own, whatever issuers the installation trusts otherwise.
process.env.LICENSE_ISSUERS = join(folder, "issuers.jwks.json");
try {
  const now = new Date();
  await install(await ensureDemoFiles(folder, now), now);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await closePool();
}
