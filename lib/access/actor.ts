/** Who is asking. A closed union, so that a rule says what it means for each. */

/** A person with a live session, and the rights of all their roles. */
export type UserActor = {
  kind: "user";
  id: string;
  name: string;
  username: string;
  domain: { id: string; name: string };
  permissions: readonly string[];
  sections: readonly string[];
};

/** Whoever brings a valid certificate: its signature is the authority, for an import and nothing else. */
export type CertificateActor = { kind: "certificate"; id: string; name: string };

/** An operator at this machine's command line, or the installation itself. */
export type LocalActor = { kind: "command" | "system"; id: null; name: string };

export type Actor = UserActor | CertificateActor | LocalActor;

/** What the audit list keeps of an actor. */
export function auditedActor(actor: Actor): { kind: string; id: string | null; name: string } {
  const name = actor.kind === "user" ? `${actor.username}@${actor.domain.name}` : actor.name;
  return { kind: actor.kind, id: actor.id, name };
}
