import type { View } from "@/tests/e2e/views";
import { CHANNELS } from "@/tests/e2e/views-channels";
import { DIRECTORY } from "@/tests/e2e/views-directory";
import { LICENSES } from "@/tests/e2e/views-licenses";
import { MATRIX } from "@/tests/e2e/views-matrix";
import { REST } from "@/tests/e2e/views-rest";

/** Everything that a person who is signed in can come to see, by room. */
export const ROOMS: Record<string, View[]> = {
  licenses: LICENSES,
  matrix: MATRIX,
  channels: CHANNELS,
  directory: DIRECTORY,
  "audit, my licenses, messages": REST,
};
