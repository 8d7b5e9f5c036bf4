import Link from "next/link";

/** The way out of a window; Escape follows it too. */
export function CloseLink({ href, label }: { href: string; label: string }) {
  return (
    <Link data-close="" replace href={href} scroll={false} className="button">
      {label}
    </Link>
  );
}
