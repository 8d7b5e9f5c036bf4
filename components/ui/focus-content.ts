/** Gives the focus to the page's main part: what held it, and where it would go back to, is gone. */
export function focusContent(): void {
  document.getElementById("content")?.focus({ preventScroll: true });
}
