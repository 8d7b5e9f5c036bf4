"use client";

import { type RefObject, useEffect } from "react";

/**
 * Gives each box its words: the user beside the license as its name, and on one that cannot be used the reason, as the
 * pointer rests on it. Set here and not in the page's HTML, where they would stand in every cell; there a box is named by
 * its column, and its row's heading says the user.
 */
export function useBoxWords(grid: RefObject<HTMLTableElement | null>, locked: string | null): void {
  useEffect(() => {
    const reasons = Array.from(grid.current?.tHead?.rows[0]?.cells ?? [], (heading) => heading.title);
    for (const row of grid.current?.tBodies[0]?.rows ?? []) {
      const user = row.cells[0]?.querySelector("span")?.id ?? "";
      for (const box of row.querySelectorAll<HTMLInputElement>("input[name=held]")) {
        const column = Number(box.value);
        const title = box.ariaDisabled === "true" ? (locked ?? reasons[column + 1] ?? "") : "";
        if (box.title !== title) box.title = title;
        const label = `${user} c${column}`;
        if (box.getAttribute("aria-labelledby") !== label) box.setAttribute("aria-labelledby", label);
      }
    }
  });
}
