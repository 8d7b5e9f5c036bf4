/**
 * What a menu made of `<details>` lacks by itself: Escape closes it and leads back to its button, and it closes when the
 * focus goes on, since it would cover what comes next. A ref of the element.
 */
export function menuKeys(menu: HTMLDetailsElement): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  const onKey = ({ key }: KeyboardEvent) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  };
  const onLeave = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
  };
  menu.addEventListener("keydown", onKey, { signal });
  menu.addEventListener("focusout", onLeave, { signal });
  return () => leaving.abort();
}
