import { pingDatabase } from "@/db/queries/installation";

/** Whether the database answers within a second. Never throws. */
export async function isDatabaseReady(): Promise<boolean> {
  return pingDatabase(1_000).then(
    () => true,
    () => false,
  );
}
