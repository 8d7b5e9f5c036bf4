import { getInstallationState as readState } from "@/db/queries/installation";

export type InstallationState = {
  inForce: boolean;
  /** When the last license ended. */
  endedAt: Date | null;
  /** The license that begins next. */
  next: { product: string; startsAt: Date } | null;
  hasUsers: boolean;
};

/** Whether anybody can sign in at all (specification §3.5); asked by the sign-in page, so it needs no right. */
export async function getInstallationState(): Promise<InstallationState> {
  return readState();
}
