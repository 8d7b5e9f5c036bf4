import enApiDocs from "@/messages/en/api-docs.json";
import enAudit from "@/messages/en/audit.json";
import enChannels from "@/messages/en/channels.json";
import enDirectory from "@/messages/en/directory.json";
import enFilters from "@/messages/en/filters.json";
import enHolders from "@/messages/en/holders.json";
import enImport from "@/messages/en/import.json";
import enMany from "@/messages/en/many.json";
import enMatrix from "@/messages/en/matrix.json";
import enMe from "@/messages/en/me.json";
import enReasons from "@/messages/en/reasons.json";
import enRegistry from "@/messages/en/registry.json";
import enSaid from "@/messages/en/said.json";
import enSetup from "@/messages/en/setup.json";
import enShell from "@/messages/en/shell.json";
import enSignIn from "@/messages/en/sign-in.json";
import enTokens from "@/messages/en/tokens.json";
import enWarnings from "@/messages/en/warnings.json";
import ukApiDocs from "@/messages/uk/api-docs.json";
import ukAudit from "@/messages/uk/audit.json";
import ukChannels from "@/messages/uk/channels.json";
import ukDirectory from "@/messages/uk/directory.json";
import ukFilters from "@/messages/uk/filters.json";
import ukHolders from "@/messages/uk/holders.json";
import ukImport from "@/messages/uk/import.json";
import ukMany from "@/messages/uk/many.json";
import ukMatrix from "@/messages/uk/matrix.json";
import ukMe from "@/messages/uk/me.json";
import ukReasons from "@/messages/uk/reasons.json";
import ukRegistry from "@/messages/uk/registry.json";
import ukSaid from "@/messages/uk/said.json";
import ukSetup from "@/messages/uk/setup.json";
import ukShell from "@/messages/uk/shell.json";
import ukSignIn from "@/messages/uk/sign-in.json";
import ukTokens from "@/messages/uk/tokens.json";
import ukWarnings from "@/messages/uk/warnings.json";
import type { Locale } from "./locales";

const en = {
  apiDocs: enApiDocs,
  audit: enAudit,
  channels: enChannels,
  directory: enDirectory,
  filters: enFilters,
  holders: enHolders,
  import: enImport,
  many: enMany,
  matrix: enMatrix,
  me: enMe,
  reasons: enReasons,
  registry: enRegistry,
  said: enSaid,
  setup: enSetup,
  shell: enShell,
  signIn: enSignIn,
  tokens: enTokens,
  warnings: enWarnings,
};

export type Messages = typeof en;

/** All texts of the portal. Both languages have the same keys: the type says so. */
export const MESSAGES: Record<Locale, Messages> = {
  en,
  uk: {
    apiDocs: ukApiDocs,
    audit: ukAudit,
    channels: ukChannels,
    directory: ukDirectory,
    filters: ukFilters,
    holders: ukHolders,
    import: ukImport,
    many: ukMany,
    matrix: ukMatrix,
    me: ukMe,
    reasons: ukReasons,
    registry: ukRegistry,
    said: ukSaid,
    setup: ukSetup,
    shell: ukShell,
    signIn: ukSignIn,
    tokens: ukTokens,
    warnings: ukWarnings,
  },
};
