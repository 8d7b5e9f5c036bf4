"use client";

import { useSyncExternalStore } from "react";
import { AWAY_DIGEST } from "@/lib/away-digest";
import en from "@/messages/en/failure.json";
import uk from "@/messages/uk/failure.json";

/** In both languages at hand: this page must not need the server, since that may be what fails. */
const TEXTS = { en, uk };

/** The page's language does not change while it stands. */
const never = () => () => {};

type Props = { error: Error & { digest?: string }; retry: () => void };

/** `retry` asks the server again; the framework's `reset` would only show the same failure. */
export default function ErrorPage({ error, retry }: Props) {
  const language = useSyncExternalStore(
    never,
    () => document.documentElement.lang,
    () => "en",
  );
  const texts = language === "uk" ? TEXTS.uk : TEXTS.en;
  const isAway = error.digest?.startsWith(AWAY_DIGEST);
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center gap-3 p-6">
      <h1 className="text-2xl font-semibold">{texts.title}</h1>
      <p className="text-muted">
        {isAway ? texts.away : texts.text} {error.digest && !isAway && `${texts.reference}: ${error.digest}`}
      </p>
      <p>
        <button type="button" onClick={retry} className="button">
          {texts.again}
        </button>
      </p>
    </main>
  );
}
