import type { Preview } from "@/components/import/import-state";

/** The fields of the first run, in the order of the form. */
export const SETUP_FIELDS = ["token", "key", "domain", "username", "name", "password", "again"] as const;

export type SetupField = (typeof SETUP_FIELDS)[number];

/** What was typed comes back with every answer, passwords excepted. */
export type SetupValues = Record<Exclude<SetupField, "password" | "again">, string>;

/**
 * What the setup form shows. `faults` stand beside their fields, `problem` above them all. `reviewed` is the license key
 * whose preview stands on screen: only that one is applied. `pressed`: Set up was pressed before the preview was there; `goOn`: and nothing has to be read before it goes on.
 */
export type SetupState = {
  values: SetupValues;
  faults: Partial<Record<SetupField, string>>;
  problem: string | null;
  preview: Preview | null;
  reviewed: string | null;
  pressed: boolean;
  goOn: boolean;
};

export const EMPTY_SETUP: SetupState = {
  values: { token: "", key: "", domain: "", username: "", name: "" },
  faults: {},
  problem: null,
  preview: null,
  reviewed: null,
  pressed: false,
  goOn: false,
};
