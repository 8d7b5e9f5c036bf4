import { useSyncExternalStore } from "react";

/** Whether the script has arrived: nothing in this store ever changes again. */
const never = () => () => {};

/** False in what the server renders and until its page has come alive, then true. */
export function useHasScript(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
