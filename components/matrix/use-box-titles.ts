"use client";

import { type RefObject, useEffect } from "react";

/**
 * Says on each box that cannot be used why, as the pointer rests on it: the reason of its column, or the one for all.
 * Set here and not in the page's HTML, where the same sentence would stand in every row.
 */
export function useBoxTitles(grid: RefObject<HTMLTableElement | null>, locked: string | null): void {
  useEffect(() => {
    const reasons = Array.from(grid.current?.tHead?.rows[0]?.cells ?? [], (heading) => heading.title);
    for (const row of grid.current?.tBodies[0]?.rows ?? []) {
      for (const cell of row.cells) {
        const box = cell.querySelector<HTMLInputElement>("input[name=held]");
        const title = box?.ariaDisabled === "true" ? (locked ?? reasons[cell.cellIndex] ?? "") : "";
        if (box && box.title !== title) box.title = title;
      }
    }
  });
}
