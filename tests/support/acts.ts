import type { UserActor } from "@/lib/access/actor";
import { exportAudit } from "@/lib/use-cases/audit/export-audit";
import { type AuditRecord, listAudit } from "@/lib/use-cases/audit/list-audit";
import { verifyAudit } from "@/lib/use-cases/audit/verify-audit";
import { addChannel } from "@/lib/use-cases/channels/add-channel";
import { disableChannel } from "@/lib/use-cases/channels/disable-channel";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { listChannels } from "@/lib/use-cases/channels/list-channels";
import { removeChannel } from "@/lib/use-cases/channels/remove-channel";
import { renameChannel } from "@/lib/use-cases/channels/rename-channel";
import { changeGrantList } from "@/lib/use-cases/grants/change-grant-list";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { changeMany } from "@/lib/use-cases/grants/change-many";
import { changeUserGrant } from "@/lib/use-cases/grants/change-user-grant";
import { chooseColumns } from "@/lib/use-cases/grants/choose-columns";
import { exportUserCells } from "@/lib/use-cases/grants/export-user-cells";
import { getUserGrants } from "@/lib/use-cases/grants/get-user-grants";
import { listGrants } from "@/lib/use-cases/grants/list-grants";
import { listUserGrants } from "@/lib/use-cases/grants/list-user-grants";
import { listUsersBehind } from "@/lib/use-cases/grants/list-users-behind";
import { previewMany } from "@/lib/use-cases/grants/preview-many";
import { setUserGrants } from "@/lib/use-cases/grants/set-user-grants";
import { undoAct, type UndoneGrant } from "@/lib/use-cases/grants/undo-act";
import { exportHolders } from "@/lib/use-cases/licenses/export-holders";
import { getCustomer } from "@/lib/use-cases/licenses/get-customer";
import { getLicenseKey } from "@/lib/use-cases/licenses/get-license-key";
import { hideWarnings } from "@/lib/use-cases/licenses/hide-warnings";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { listHolders } from "@/lib/use-cases/licenses/list-holders";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { listWarnings } from "@/lib/use-cases/licenses/list-warnings";
import { openRegistry } from "@/lib/use-cases/licenses/open-registry";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";
import { describeMe } from "@/lib/use-cases/sessions/describe-me";
import { openMe } from "@/lib/use-cases/sessions/open-me";
import { endUserSessions } from "@/lib/use-cases/sessions/end-user-sessions";
import { getUserInfo } from "@/lib/use-cases/sessions/get-user-info";
import { getUserSessions } from "@/lib/use-cases/sessions/get-user-sessions";
import { type Act, did, seen } from "@/tests/support/act-answers";
import { DIRECTORY_ACTS } from "@/tests/support/directory-acts";
import { TOKEN_ACTS } from "@/tests/support/token-acts";
import type { House, Subject } from "@/tests/support/who-may-house";

const PAGE = { q: "", page: 1, size: 1_000, sort: null };
const NO_FILTER = { q: "", domain: "", state: "", has: "", without: "" } as const;
const EVERYBODY = { ...PAGE, ids: [], withGrants: true };
const ALL_HISTORY = { q: "", license: "", act: "", from: "", till: "", actId: "" };

/** What became of all grants alike. */
function moved(results: readonly UndoneGrant[]): string {
  const answers = results.map(({ refused, changed }) => refused?.code ?? did(changed));
  return [...new Set(answers)].join("+") || "none";
}

const domainOf = ({ userAddress, after, before }: AuditRecord) =>
  userAddress?.split("@")[1] ?? after?.domain ?? before?.domain;

/** The certificate's signature is its bearer's authority: no actor is named. */
const unlessBearer = (who: UserActor | { kind: "certificate" }) => (who.kind === "certificate" ? null : who);

const allOf = ({ user }: Subject, { held }: House) => {
  const wish = { licenseId: held.id, held: false, whole: false };
  return { ...wish, filter: NO_FILTER, userIds: [user.id] };
};

/** How each line of the table is done, by its name. */
export const ACTS: Record<string, Act> = {
  ...DIRECTORY_ACTS,
  ...TOKEN_ACTS,

  "licenses/list-licenses": async (who) => did((await listLicenses(who, PAGE)).total === 4),
  "licenses/open-registry": async (who, { user }, { held }) => {
    const { holders } = await openRegistry(who, PAGE, { licenseId: held.id, request: PAGE, endingId: user.id });
    return seen(holders?.holders.map(({ domain }) => domain.name) ?? []);
  },
  "licenses/get-license-key": async (who, _, { held }) => did(await getLicenseKey(who, held.id)),
  "licenses/list-holders": async (who, _, { held }) =>
    seen((await listHolders(who, held.id, PAGE)).holders.map(({ domain }) => domain.name)),
  "licenses/export-holders": async (who, _, { held }) => {
    const domains: string[] = [];
    for await (const { holders } of await exportHolders(who, held.id, { q: "", size: 1_000 }))
      domains.push(...holders.map(({ domain }) => domain.name));
    return seen(domains);
  },
  "licenses/list-warnings": async (who) => did((await listWarnings(who)).length === 0),
  "licenses/hide-warnings": async (who) => did(await hideWarnings(who, "0".repeat(64))),
  "licenses/preview-import": async (who, _, { certificate }) =>
    did(await previewImport(unlessBearer(who), certificate)),
  "licenses/import-certificate": async (who, _, { certificate }) =>
    did(await importCertificate(unlessBearer(who), certificate)),
  "licenses/get-customer": async (who) => did(await getCustomer(who)),

  "grants/list-grants": async (who) => seen((await listGrants(who, PAGE)).users.map(({ domain }) => domain)),
  "grants/list-user-grants": async (who) =>
    seen((await listUserGrants(who, EVERYBODY)).users.map(({ domain }) => domain.name)),
  "grants/list-users-behind": async (who) =>
    seen((await listUsersBehind(who, EVERYBODY, "0")).map(({ domain }) => domain.name)),
  "grants/export-user-cells": async (who) => {
    const domains: string[] = [];
    for await (const batch of await exportUserCells(who, EVERYBODY))
      domains.push(...batch.map(([, , domain]) => domain));
    return seen(domains);
  },
  "grants/get-user-grants": async (who, { user }) => did(await getUserGrants(who, user.id)),
  "grants/choose-columns": async (who, _, { held }) => did(await chooseColumns(who, [held.id])),
  "grants/change-grants": async (who, { user }, { held, free }) => {
    const revoke = { userId: user.id, licenseId: held.id, held: false };
    return moved(await changeGrants(who, [revoke, { ...revoke, licenseId: free.id, held: true }]));
  },
  "grants/change-user-grant": async (who, { user }, { held }) =>
    did(await changeUserGrant(who, user.id, held.id, false)),
  "grants/set-user-grants": async (who, { user }, { free }) =>
    did(await setUserGrants(who, user.id, { licenseIds: [free.id], tags: null })),
  "grants/change-grant-list": async (who, { user }, { held }) => {
    const revoke = { userId: user.id, licenseId: held.id, held: false };
    const [box] = (await changeGrantList(who, [revoke], { whole: false })).boxes;
    return box?.refused?.code ?? did(box?.outcome === "revoked");
  },
  "grants/preview-many": async (who, on, house) => did((await previewMany(who, allOf(on, house))).changing > 0),
  "grants/change-many": async (who, on, house) => moved((await changeMany(who, allOf(on, house))).results),
  "grants/undo-act": async (who, { actId }) => moved(await undoAct(who, actId)),

  "sessions/describe-me": async (who) => did(await describeMe(who)),
  "sessions/open-me": async (who) => did(await openMe(who)),
  "sessions/get-user-info": async (who) => did(await getUserInfo(who)),
  "sessions/get-user-sessions": async (who, { user }) => did(await getUserSessions(who, user.id)),
  "sessions/end-user-sessions": async (who, { user }) => did(await endUserSessions(who, user.id)),

  "channels/list-channels": async (who) => {
    const question = { ...PAGE, kind: "chat_gateway", opened: null, adding: false } as const;
    return seen((await listChannels(who, question)).channels.map(({ domain }) => domain));
  },
  "channels/add-channel": async (who, { domain }) =>
    did(await addChannel(who, { kind: "chat_gateway", domain, name: "new" })),
  "channels/rename-channel": async (who, { enabledChannel }) => did(await renameChannel(who, enabledChannel, "new")),
  "channels/enable-channel": async (who, { disabledChannel }) => did(await enableChannel(who, disabledChannel)),
  "channels/disable-channel": async (who, { enabledChannel }) => did(await disableChannel(who, enabledChannel)),
  "channels/remove-channel": async (who, { enabledChannel }) => did(await removeChannel(who, enabledChannel)),

  "audit/list-audit": async (who) => seen((await listAudit(who, { ...ALL_HISTORY, ...PAGE })).entries.map(domainOf)),
  "audit/export-audit": async (who) => {
    const entries: AuditRecord[] = [];
    for await (const batch of await exportAudit(who, ALL_HISTORY)) entries.push(...batch);
    return seen(entries.map(domainOf));
  },
  "audit/verify-audit": async (who) => did((await verifyAudit(who)).broken === null),
};
