import { useRouter } from "next/navigation";
import { startTransition, useEffect, useRef } from "react";

const PAUSE_MS = 1_000;

/** Answers when the server and its database do. */
async function untilReady(signal: AbortSignal): Promise<void> {
  for (;;) {
    const answer = await fetch("/api/health/ready", { cache: "no-store", signal }).catch(() => null);
    signal.throwIfAborted();
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}

/**
 * Reads the page anew as soon as the server answers: a change that got no answer may have been made, and is seen then. A
 * page that is asked for while nothing answers would be replaced by the browser's own.
 */
export function useRereading(): () => Promise<void> {
  const router = useRouter();
  const leaving = useRef<AbortController>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  return async () => {
    leaving.current?.abort();
    const { signal } = (leaving.current = new AbortController());
    const isReady = await untilReady(signal).then(
      () => true,
      () => false,
    );
    if (isReady) startTransition(() => router.refresh());
  };
}
