/** What a client wished for a grant, and what it knows of it: unknown when no answer came or the answer was no answer. */
export type Line = `${Wish}:${Fate}`;
export type Wish = "assign" | "revoke";
/** `done` says that it is so now, `changed` and `kept` also whether it was so before. */
export type Fate = "done" | "changed" | "kept" | "refused" | "unknown";

/** Whether the grant can have stayed as it was, given what the client was told. */
function mayStay(fate: Fate, isSo: boolean): boolean {
  if (fate === "unknown") return true;
  return fate === "refused" ? !isSo : isSo && fate !== "changed";
}

const MOVES: readonly Fate[] = ["done", "changed", "unknown"];

/**
 * Whether the audit list's entries of one grant, in their order, are what one client's lines about it say: one entry for
 * each acknowledged change, none without a change, either for what is unknown. Nobody else may have touched the grant,
 * and in the beginning it was not held.
 */
export function isExplained(lines: readonly Line[], entries: readonly Wish[]): boolean {
  const isHeld = (place: number) => entries[place - 1] === "assign";
  let places = new Set([0]);
  for (const line of lines) {
    const [wish, fate] = line.split(":") as [Wish, Fate];
    const next = new Set<number>();
    for (const place of places) {
      const isSo = isHeld(place) === (wish === "assign");
      if (mayStay(fate, isSo)) next.add(place);
      if (!isSo && MOVES.includes(fate) && entries[place] === wish) next.add(place + 1);
    }
    places = next;
  }
  return places.has(entries.length);
}
