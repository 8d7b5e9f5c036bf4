/** What the tests use of the plain JavaScript commands. */

declare module "@/scripts/migrate.mjs" {
  export function migrate(databaseUrl: string, folder?: string): Promise<void>;
}

declare module "@/scripts/postgres-server.mjs" {
  export function startPostgres(input: {
    dataDir: string;
    settings?: Record<string, string | number>;
  }): Promise<{ url: string; adminUrl: string; stop(): Promise<void> }>;
}

declare module "@/scripts/client-address.mjs" {
  type IsProxy = (address: string) => boolean;
  export function readProxies(text: string): IsProxy;
  export function clientAddress(peer: string, forwarded: string, isProxy: IsProxy): string;
}

declare module "@/scripts/browser.mjs" {
  export function findBrowser(): string | null;
}
