"use client";

import { type MouseEvent, useRef, useState } from "react";
import { copyText } from "@/components/ui/copy-text";

type Props = { href: string; labels: { copy: string; copied: string; failed: string } };

const SHOWN_MS = 3_000;

async function copyFrom(href: string): Promise<boolean> {
  const answer = await fetch(href, { headers: { accept: "text/plain" } });
  if (!answer.ok) return false;
  return copyText(await answer.text());
}

/** Copies the license key, which is fetched on the press and is never part of the page. Without JavaScript the press shows it. */
export function CopyKey({ href, labels }: Props) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  const shown = useRef<ReturnType<typeof setTimeout>>(undefined);

  async function copy(event: MouseEvent) {
    event.preventDefault();
    const isCopied = await copyFrom(href).catch(() => false);
    setOutcome(isCopied ? "copied" : "failed");
    clearTimeout(shown.current);
    shown.current = setTimeout(setOutcome, SHOWN_MS, null);
  }

  return (
    <form action={href} target="_blank" className="relative inline-flex">
      <button
        type="submit"
        onClick={(event) => void copy(event)}
        aria-label={labels.copy}
        title={labels.copy}
        className="grid size-7 place-items-center rounded-md text-muted hover:bg-band hover:text-ink"
      >
        <svg
          viewBox="0 0 16 16"
          width="14"
          height="14"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          aria-hidden="true"
        >
          {outcome === "copied" ? (
            <path d="m2.5 8.5 3.5 3.5 7.5-8" stroke="var(--good)" strokeWidth="2" />
          ) : (
            <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />
          )}
        </svg>
      </button>
      <output className="pointer-events-none absolute bottom-full left-0 z-30 mb-1 rounded-md bg-ink px-2 py-1 whitespace-nowrap text-surface empty:hidden">
        {outcome && labels[outcome]}
      </output>
    </form>
  );
}
