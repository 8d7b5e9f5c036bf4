import type { ReactNode } from "react";

/** What stands in the place of a list that has no rows. */
export function EmptyList({ children }: { children: ReactNode }) {
  return <p className="border-y border-line px-3 py-10 text-center text-muted">{children}</p>;
}
