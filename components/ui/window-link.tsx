import Link from "next/link";
import type { ReactNode } from "react";

/** Opens a window over the page that stands behind it; the focus comes back to `id` when it closes. */
export function WindowLink({ id, href, children }: { id: string; href: string; children: ReactNode }) {
  return (
    <Link id={id} href={href} prefetch={false} scroll={false} className="button">
      {children}
    </Link>
  );
}
