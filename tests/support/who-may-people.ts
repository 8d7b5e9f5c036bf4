import type { Actor, CertificateActor, UserActor } from "@/lib/access/actor";
import type { Section } from "@/lib/access/permissions";
import { actorOfToken } from "@/lib/access/session";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addPerson, type Person, setRole } from "@/tests/support/people";
import { sql } from "@/tests/support/worker-database";

/** The columns of the table. */
export const ASKERS = [
  "anonymous",
  "nobody",
  "outsider",
  "reader",
  "writer",
  "keeper",
  "foreign",
  "wide",
  "sysadmin",
  "bearer",
] as const;

export type Asker = (typeof ASKERS)[number];

/** Sections by the word of the table. */
export const SECTIONS = {
  license: "admin/license",
  channels: "admin/channels",
  users: "admin/users",
  audit: "admin/audit",
} as const satisfies Record<string, Section>;

export type SectionWord = keyof typeof SECTIONS;

/** Who has rights in one section alone. */
const INSIDERS = {
  reader: { domain: "acme.example", permissions: ["read"] },
  writer: { domain: "acme.example", permissions: ["read", "write"] },
  keeper: { domain: "acme.example", permissions: ["read", "add", "write", "delete"] },
  foreign: { domain: "globex.example", permissions: ["read", "write"] },
  wide: { domain: "globex.example", permissions: ["read", "write", "all_domains"] },
};

export type Askers = Record<SectionWord, Record<Asker, Actor | Error>>;

/** Signs a person in, and answers what every door makes of the token. */
async function signedIn({ address, password }: Person): Promise<UserActor> {
  return actorOfToken((await signIn(address, password)).token);
}

async function addAsker(address: string, rights: { permissions: string[]; sections: string[] }): Promise<UserActor> {
  const person = await addPerson(address);
  await setRole(address, rights);
  await sql`insert into user_roles select ${person.id}::bigint, id from roles where name = ${address}`;
  return signedIn(person);
}

async function addInsiders(word: SectionWord): Promise<Record<keyof typeof INSIDERS, UserActor>> {
  const add = (name: keyof typeof INSIDERS) => {
    const { domain, permissions } = INSIDERS[name];
    return addAsker(`${name}.${word}@${domain}`, { permissions, sections: ["admin", SECTIONS[word]] });
  };
  const [reader, writer, keeper] = [await add("reader"), await add("writer"), await add("keeper")];
  return { reader, writer, keeper, foreign: await add("foreign"), wide: await add("wide") };
}

async function addOutsider(word: SectionWord): Promise<UserActor> {
  const others = Object.values(SECTIONS).filter((section) => section !== SECTIONS[word]);
  return addAsker(`outsider.${word}@acme.example`, { permissions: ["*"], sections: ["admin", ...others] });
}

/**
 * Adds everybody who asks and signs them in: each is what their token makes of them. `nobody` is a person who is there
 * already, since whoever has no role needs a license to come in. Anonymous is the refusal that their missing token earns.
 */
export async function addAskers(nobody: Person, bearer: CertificateActor): Promise<Askers> {
  const anonymous = await actorOfToken(undefined).then(
    () => new Error("Whoever has no token is somebody."),
    (refusal: Error) => refusal,
  );
  const sysadmin = await signedIn(await addPerson("sysadmin@acme.example", { roles: ["sysadmin"] }));
  const shared = { anonymous, nobody: await signedIn(nobody), sysadmin, bearer };
  const of = async (word: SectionWord) => ({
    ...shared,
    ...(await addInsiders(word)),
    outsider: await addOutsider(word),
  });
  return {
    license: await of("license"),
    channels: await of("channels"),
    users: await of("users"),
    audit: await of("audit"),
  };
}
