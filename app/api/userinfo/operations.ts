import { z } from "zod";
import { ID } from "@/app/api/license-json";
import { NO_MEMBERS, operation } from "@/app/api/operation";
import { GRANT, toGrantJson } from "@/app/api/user-json";
import type { UserActor } from "@/lib/access/actor";
import { SECTIONS } from "@/lib/licensing/section";
import { getUserInfo, type UserInfo } from "@/lib/use-cases/sessions/get-user-info";
import { accessLetters, PERMISSION, toPermissionsJson } from "./permission-json";

const SCOPE = z
  .object({
    id: ID,
    name: z.string(),
    class: z.string(),
    abac: z.boolean(),
    obac: z.boolean(),
    rbac: z.boolean(),
    access: z.string().meta({ description: "Letters: x create, r read, w write, d delete." }),
  })
  .meta({ id: "Scope", description: "A section that the token's person may use now." });

const USER_INFO = z
  .object({
    user_id: ID,
    name: z.string(),
    username: z.string(),
    preferred_username: z.string().meta({ description: "`user@domain`" }),
    dc: ID.meta({ description: "Id of the domain." }),
    domain: z.string().meta({ description: "Name of the domain." }),
    roles: z.array(z.object({ id: ID, name: z.string() })),
    permissions: z.array(PERMISSION),
    scope: z.array(SCOPE),
    license: z
      .array(GRANT)
      .meta({ description: "What is in force and open; a concurrent license while its seat is held." }),
  })
  .meta({ id: "UserInfo" });

const TITLES = new Map(SECTIONS.map(({ objclass, title }) => [objclass, title]));

function toScopeJson(objclass: string, access: string): z.input<typeof SCOPE> {
  const name = TITLES.get(objclass) ?? objclass;
  return { id: objclass, name, class: objclass, abac: false, obac: false, rbac: false, access };
}

function toUserInfoJson(actor: UserActor, { roles, sections, licenses }: UserInfo): z.input<typeof USER_INFO> {
  const access = accessLetters(actor);
  return {
    user_id: actor.id,
    name: actor.name,
    username: actor.username,
    preferred_username: `${actor.username}@${actor.domain.name}`,
    dc: actor.domain.id,
    domain: actor.domain.name,
    roles,
    permissions: toPermissionsJson(actor),
    scope: sections.map((objclass) => toScopeJson(objclass, access)),
    license: licenses.map(toGrantJson),
  };
}

const asking = {
  path: "/userinfo",
  group: "Sessions",
  description: "How other services enforce licenses. Keeps the session alive.",
  answer: USER_INFO,
  perform: async (actor: UserActor) => toUserInfoJson(actor, await getUserInfo(actor)),
} as const;

/** Who the token is, and what it opens now. */
export const userInfoCall = operation({
  ...asking,
  id: "getUserInfo",
  method: "GET",
  summary: "Who the token is, and what it opens now",
});

/** The same for those who ask with a body. */
export const postUserInfoCall = operation({
  ...asking,
  id: "postUserInfo",
  method: "POST",
  body: NO_MEMBERS,
  summary: "The same as GET",
});
