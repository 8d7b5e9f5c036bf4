import { sql as statement } from "drizzle-orm";
import { query } from "@/db/client";
import type { UserActor } from "@/lib/access/actor";
import type { Channel } from "@/lib/licensing/product";
import { addChannel } from "@/lib/use-cases/channels/add-channel";
import { actorOf, addPerson, type Person, SYSTEM, setRole } from "@/tests/support/people";

/** Roles for the pages of channels: one looks, one changes, one has the permissions without the section. */
const ROLES = {
  "channel reader": { permissions: ["read"], sections: ["admin", "admin/channels"] },
  "channel keeper": { permissions: ["read", "write"], sections: ["admin", "admin/channels"] },
  "channel outsider": { permissions: ["read", "write", "all_domains"], sections: ["admin", "admin/license"] },
};

/** Adds a person with one of the roles for channels. */
export async function addChannelPerson(address: string, role: keyof typeof ROLES): Promise<Person> {
  const person = await addPerson(address);
  await setRole(role, ROLES[role]);
  await query(statement`
    insert into user_roles (user_id, role_id) select ${person.id}::bigint, id from roles where name = ${role}`);
  return person;
}

/** One actor of every kind. All are of acme.example, `foreign` of globex.example. */
export async function addChannelActors(): Promise<Record<"reader" | "keeper" | "outsider" | "foreign", UserActor>> {
  return {
    reader: await actorOf(await addChannelPerson("reader@acme.example", "channel reader")),
    keeper: await actorOf(await addChannelPerson("keeper@acme.example", "channel keeper")),
    outsider: await actorOf(await addChannelPerson("outsider@acme.example", "channel outsider")),
    foreign: await actorOf(await addChannelPerson("foreign@globex.example", "channel keeper")),
  };
}

/** Adds disabled channels named `gateway 1`, `gateway 2`, … to a domain that is there; answers their ids. */
export async function addChannels(count: number, domain = "acme.example", kind: Channel = "chat_gateway") {
  const ids: string[] = [];
  for (let nth = 1; nth <= count; nth++) {
    ids.push(await addChannel(SYSTEM, { kind, domain, name: `${kind.split("_")[1]} ${nth}` }));
  }
  return ids;
}
