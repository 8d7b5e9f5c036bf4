import { z } from "zod";
import { operation } from "@/app/api/operation";
import type { UserActor } from "@/lib/access/actor";
import { hasRight, mayEnter, type Section } from "@/lib/access/permissions";

const ENABLED = z.object({ _enabled: z.boolean() });

/** Sections of the admin application; null for one that existing clients ask for and that we do not have. */
const SECTIONS = {
  license: "admin/license",
  channels: "admin/channels",
  users: "admin/users",
  audit: "admin/audit",
  roles: null,
} as const satisfies Record<string, Section | null>;

type Name = keyof typeof SECTIONS;

function isEnabled(actor: UserActor, section: Section | null): boolean {
  return section !== null && hasRight(actor, section, "read");
}

function toAccessJson(actor: UserActor) {
  const entries = Object.entries(SECTIONS).map(([name, section]) => [name, { _enabled: isEnabled(actor, section) }]);
  const sections = Object.fromEntries(entries) as Record<Name, z.input<typeof ENABLED>>;
  return { admin: { _enabled: mayEnter(actor, "admin"), ...sections } };
}

/** Which sections a client shows. */
export const sectionAccessCall = operation({
  id: "getSectionAccess",
  method: "GET",
  path: "/role/metadata/access",
  group: "Sessions",
  summary: "Sections that the token may see",
  answer: z.object({
    admin: ENABLED.extend({ license: ENABLED, channels: ENABLED, users: ENABLED, audit: ENABLED, roles: ENABLED }),
  }),
  perform: async (actor) => toAccessJson(actor),
});
