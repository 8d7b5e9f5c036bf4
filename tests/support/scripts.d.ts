/** What the tests use of the plain JavaScript commands. */

declare module "@/scripts/closed-output.mjs" {
  export function endWithReader(): void;
}

declare module "@/scripts/raw-letters.mjs" {
  import type { Server } from "node:http";

  export function takeRawLetters(server: Server): void;
}

declare module "@/scripts/server/in-order.mjs" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export function inOrder(request: IncomingMessage, response: ServerResponse, handle: () => void): void;
}

declare module "@/scripts/server/admission.mjs" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  type Turn = (begun: () => void) => void;
  export function createAdmission(): {
    enter(request: IncomingMessage, response: ServerResponse, turn: Turn, refuse: () => void): void;
  };
}

declare module "@/scripts/licences.mjs" {
  export function licencesPage(): string;
}

declare module "@/scripts/migrate.mjs" {
  import type { Sql, TransactionSql } from "postgres";

  export const MIGRATIONS: string;
  export const LOCK_KEY: number;
  export function checkServer(sql: Sql | TransactionSql): Promise<void>;
  export function raiseWalls(sql: Sql | TransactionSql, say: (sentence: string) => void): Promise<void>;
  export function adviceOnWalls(facts: { name: string; isThere: boolean; isMember: boolean }): string;
  export function migrate(databaseUrl: string, folder?: string, say?: (sentence: string) => void): Promise<void>;
}

declare module "@/scripts/plain-error.mjs" {
  export class PlainError extends Error {}
}

declare module "@/scripts/postgres-server.mjs" {
  export function startPostgres(input: {
    dataDir: string;
    settings?: Record<string, string | number>;
    variables?: Record<string, string>;
    port?: number | undefined;
    say?: (sentence: string) => void;
  }): Promise<{ url: string; adminUrl: string; port: number; readonly pid: number; stop(): Promise<void> }>;
  export function runningPostgresUrl(dataDir: string): string | null;
}

declare module "@/scripts/client-address.mjs" {
  type IsProxy = (address: string) => boolean;
  export function readProxies(text: string): IsProxy;
  export function clientAddress(peer: string, forwarded: string, isProxy: IsProxy): string;
}

declare module "@/scripts/browser.mjs" {
  export function findBrowser(): string | null;
}

declare module "@/scripts/environment.mjs" {
  export type Settings = {
    poolSize?: number;
    logLevel: string;
    embedded?: boolean;
    warning?: string | null;
    authUrl?: string;
    listensAt?: string;
  };
  export function readEnvironment(argv: string[], env: Record<string, string | undefined>): Settings;
  export function applyEnvironment(settings: Settings, env: Record<string, string | undefined>): void;
}

declare module "@/scripts/database-address.mjs" {
  export function faultOfAddress(text: string): string | null;
}

declare module "@/scripts/whole-build.mjs" {
  export function isWholeBuild(folder: string): boolean;
}

declare module "@/scripts/account-name.mjs" {
  export function accountName(): string;
}

declare module "@/scripts/writable.mjs" {
  export function checkWritable(
    root: string,
    names: string[],
    act: string,
    mayWrite?: (folder: string) => boolean,
  ): void;
  export function foldersUnder(root: string, name: string): string[];
}

declare module "@/scripts/database-words.mjs" {
  export function databaseSentence(error: unknown, databaseUrl: string): string | null;
}

declare module "@/scripts/demo-sign-in.mjs" {
  export type DemoSignIn = { username: string; password: string } | "damaged" | null;
  export function demoSignIn(demoDir: string, databaseUrl: string): Promise<DemoSignIn>;
}

declare module "@/scripts/welcome.mjs" {
  import type { DemoSignIn } from "@/scripts/demo-sign-in.mjs";

  type Shown = { embedded: boolean; demoDir: string; authUrl: string; listensAt: string; licenseIssuers?: string };
  export function welcomeText(settings: Shown, setupToken?: string | null, demo?: DemoSignIn): string;
}

declare module "@/scripts/shown-path.mjs" {
  export function shownPath(path: string): string;
}

declare module "@/scripts/file-words.mjs" {
  export function fileSentence(error: unknown, path: string, act: "read" | "write"): string | null;
}

declare module "@/scripts/make-folder.mjs" {
  export function makeFolder(path: string, mode?: number): void;
}

declare module "@/scripts/start-options.mjs" {
  export function asksToBuild(argv: string[]): boolean;
  export function readOptions(
    argv: string[],
    check: (fault: string | null) => void,
    env?: Record<string, string | undefined>,
  ): { empty: boolean; workers: number };
}

declare module "@/scripts/pool-share.mjs" {
  export function poolShare(workers: number, allowed: number, given: string | undefined): number;
}

declare module "@/scripts/workers.mjs" {
  export function pauseAfter(failures: number): number;
}

declare module "@/scripts/actions-key.mjs" {
  export function actionsKey(authSecret: string): string;
}

declare module "@/scripts/request-target.mjs" {
  export function tidyTarget(target: string): string;
}
