import { createHash, randomBytes } from "node:crypto";
import type postgres from "postgres";
import { grant, install } from "@/tests/support/installation";
import { concurrent, type IssuedLicense, type Issuer, named } from "@/tests/support/issuer";
import { addCrowd, addPerson, PASSWORD } from "@/tests/support/people";

export const CLIENTS = 32;
const WRITTEN_PER_CLIENT = 6;
const CALLERS_PER_CLIENT = 2;

export type Caller = { id: string; address: string; password: string };

/** What one client has to itself: nobody else changes these users, so what they hold follows from its journal alone. */
export type Share = { token: string; users: string[]; callers: Caller[] };

export type House = {
  issuer: Issuer;
  /** Scarce ones, one with room for all, one concurrent. Their grants are what clients fight for. */
  licenses: IssuedLicense[];
  /** Concurrent, with fewer seats than callers. Every caller holds it, and nobody touches these grants. */
  gate: IssuedLicense;
  shares: Share[];
};

async function addToken(sql: postgres.Sql, userId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest();
  await sql`
    insert into access_tokens (user_id, name, scope, token_hash, ends_at)
    values (${userId}, ${token.slice(0, 8)}, 'write', ${hash}, now() + interval '30 days')`;
  return token;
}

/** An installation in which 32 clients find fewer seats than they want. */
export async function buildHouse(issuer: Issuer, sql: postgres.Sql): Promise<House> {
  const licenses = [named("CALL_CENTER", 20), named("WFM", 5), named("EMAIL", 10_000), concurrent("CALL_MANAGER", 3)];
  const gate = concurrent("MOBILE", 24);
  await install(issuer, [...licenses, gate]);
  const users = await addCrowd(CLIENTS * WRITTEN_PER_CLIENT, "acme.example", "user");
  const callers = await addCrowd(CLIENTS * CALLERS_PER_CLIENT, "acme.example", "caller");
  for (const id of callers) await grant(id, gate);
  const admin = await addPerson("admin@acme.example", { roles: ["sysadmin"] });
  const shares: Share[] = [];
  for (let nth = 0; nth < CLIENTS; nth++) {
    const mine = callers.slice(nth * CALLERS_PER_CLIENT, (nth + 1) * CALLERS_PER_CLIENT);
    shares.push({
      token: await addToken(sql, admin.id),
      users: users.slice(nth * WRITTEN_PER_CLIENT, (nth + 1) * WRITTEN_PER_CLIENT),
      callers: mine.map((id, place) => {
        const address = `caller${nth * CALLERS_PER_CLIENT + place + 1}@acme.example`;
        return { id, address, password: PASSWORD };
      }),
    });
  }
  return { issuer, licenses, gate, shares };
}
