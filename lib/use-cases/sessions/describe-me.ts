import { findHeldLicenses } from "@/db/queries/me";
import type { UserActor } from "@/lib/access/actor";
import { type MissingNow, type StandingLicense, standNow } from "@/lib/licensing/standing";
import type { GrantedLicense } from "@/lib/licensing/seats";

export type Me = {
  now: Date;
  licenses: StandingLicense<GrantedLicense>[];
  /** Granted products that are not open, and why. */
  missing: MissingNow[];
  /** Objclasses that are open (specification §4). */
  sections: string[];
};

/** What the actor's own licenses open now, what they do not, and why. Whoever is signed in may ask; it needs no role. */
export async function describeMe(actor: UserActor): Promise<Me> {
  const { now, granted } = await findHeldLicenses(actor.id);
  return { now, ...standNow(granted, now) };
}
