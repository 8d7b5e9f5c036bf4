import { z } from "zod";
import { ID, milliseconds, TIME } from "@/app/api/license-json";
import type { UserGrant, UserWithGrants } from "@/lib/use-cases/grants/list-user-grants";

/** A grant as it stands with its user. */
export const GRANT = z
  .object({
    id: ID.meta({ description: "Id of the license." }),
    prod: z.string(),
    name: z.string(),
    scope: z.array(z.string()),
    issued_at: TIME.meta({ description: "When it was granted; Unix milliseconds in a string." }),
    expires_at: TIME.meta({ description: "When the license ends; Unix milliseconds in a string." }),
  })
  .meta({ id: "Grant" });

export const DOMAIN = z.object({ id: ID, name: z.string() });

/** A user with all their grants, withdrawn and expired ones too. */
export const USER = z
  .object({
    id: ID,
    name: z.string(),
    username: z.string(),
    domain: DOMAIN,
    disabled: z.boolean(),
    license: z.array(GRANT),
  })
  .meta({ id: "User" });

export function toGrantJson({ license, grantedAt }: UserGrant): z.input<typeof GRANT> {
  return {
    id: license.id,
    prod: license.product,
    name: license.name ?? license.product,
    scope: license.scope,
    issued_at: milliseconds(grantedAt),
    expires_at: milliseconds(license.notAfter),
  };
}

export function toUserJson({ grants, ...user }: UserWithGrants): z.input<typeof USER> {
  const { id, name, username, domain, disabled } = user;
  return { id, name, username, domain, disabled, license: grants.map(toGrantJson) };
}
