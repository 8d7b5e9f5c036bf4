import { useEffect, useRef } from "react";
import { SAID_COOKIE } from "@/lib/said";

const SHOWN_MS = 8_000;

/** What the form before this page did, taken from its cookie. Whatever another program of this host left under that name is text, too. */
function takeSaid(): string | null {
  const text = new URLSearchParams(document.cookie.replaceAll("; ", "&")).get(SAID_COOKIE);
  if (text !== null) document.cookie = `${SAID_COOKIE}=; Max-Age=0; Path=/`;
  return text;
}

function show(place: HTMLElement, text: string): void {
  const line = document.createElement("p");
  line.className = "bg-ink text-surface";
  line.textContent = text;
  place.replaceChildren(line);
  setTimeout(() => line.remove(), SHOWN_MS);
}

/** Says for a while, at the foot of the page, what a form did that led to it; people who do not see it hear it. */
export function SaidNotice() {
  const place = useRef<HTMLOutputElement>(null);
  // With each page that comes: the head stays while pages change.
  useEffect(() => {
    const text = takeSaid();
    if (text !== null && place.current !== null) show(place.current, text);
  });
  return <output ref={place} className="said pointer-events-none" />;
}
