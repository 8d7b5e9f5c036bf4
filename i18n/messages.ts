import enCommon from "@/messages/en/shell.json";
import enImport from "@/messages/en/import.json";
import enMatrix from "@/messages/en/matrix.json";
import enReasons from "@/messages/en/reasons.json";
import enRegistry from "@/messages/en/registry.json";
import enSignIn from "@/messages/en/sign-in.json";
import ukImport from "@/messages/uk/import.json";
import ukMatrix from "@/messages/uk/matrix.json";
import ukReasons from "@/messages/uk/reasons.json";
import ukRegistry from "@/messages/uk/registry.json";
import ukCommon from "@/messages/uk/shell.json";
import ukSignIn from "@/messages/uk/sign-in.json";
import type { Locale } from "./locales";

const en = {
  shell: enCommon,
  reasons: enReasons,
  signIn: enSignIn,
  registry: enRegistry,
  import: enImport,
  matrix: enMatrix,
};

export type Messages = typeof en;

/** All texts of the portal. Both languages have the same keys: the type says so. */
export const MESSAGES: Record<Locale, Messages> = {
  en,
  uk: {
    shell: ukCommon,
    reasons: ukReasons,
    signIn: ukSignIn,
    registry: ukRegistry,
    import: ukImport,
    matrix: ukMatrix,
  },
};
