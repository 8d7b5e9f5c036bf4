"use client";

import { createContext, type ReactNode, useContext } from "react";
import { AWAY_DIGEST } from "@/lib/away-digest";

/** What is said in a form whose answer did not come: none at all, from a portal that was updated, or a failure with its reference. */
export type NoAnswerTexts = { lost: string; updated: string; failed: string };

const Texts = createContext<NoAnswerTexts>({ lost: "", updated: "", failed: "" });

/** Hands the sentences to every form of the page: when they are needed, the server may not be there to be asked. */
export function NoAnswer({ texts, children }: { texts: NoAnswerTexts; children: ReactNode }) {
  return <Texts value={texts}>{children}</Texts>;
}

/** The sentence for what was thrown in the place of an answer. */
export function useNoAnswer(): (error: unknown) => string {
  const texts = useContext(Texts);
  return (error) => {
    if (!(error instanceof Error)) return texts.lost;
    if (error.name === "UnrecognizedActionError") return texts.updated;
    const digest = "digest" in error ? String(error.digest) : "";
    return digest === "" || digest.startsWith(AWAY_DIGEST) ? texts.lost : `${texts.failed} ${digest}`;
  };
}
