/** Who is asking. A closed union, so that a rule says what it means for each. */

/** A person with a live session or an access token, and the rights of all their roles. */
export type UserActor = {
  kind: "user";
  id: string;
  name: string;
  username: string;
  domain: { id: string; name: string };
  permissions: readonly string[];
  sections: readonly string[];
  /** The name of the access token that they work with; null in a session. */
  token: string | null;
  /** When the session or the token ends at the latest. */
  endsAt: Date;
};

/** A person as a page shows them: one that nothing can be done for any more, since the request's scope has ended. */
export type ShownPerson = Omit<UserActor, "kind">;

/** Whoever brings a valid certificate: its signature is the authority, for an import and nothing else. */
export type CertificateActor = { kind: "certificate"; id: string; name: string };

/** An operator at this machine's command line, or the installation itself. */
export type LocalActor = { kind: "command" | "system"; id: null; name: string };

export type Actor = UserActor | CertificateActor | LocalActor;

/** What the audit list keeps of an actor: a person by their address, with the name of the access token if they came with one. */
export function auditedActor(actor: Actor): { kind: string; id: string | null; name: string } {
  if (actor.kind !== "user") return { kind: actor.kind, id: actor.id, name: actor.name };
  const address = `${actor.username}@${actor.domain.name}`;
  return { kind: "user", id: actor.id, name: actor.token === null ? address : `${address} (${actor.token})` };
}
