import Link from "next/link";

type Props = { label: string; pages: readonly { href: string; title: string; isActive: boolean }[] };

/** The pages of one part of the portal, side by side. */
export function PageTabs({ label, pages }: Props) {
  return (
    <nav aria-label={label} className="mb-4 inline-flex gap-1 rounded-lg border border-line bg-band p-1">
      {pages.map(({ href, title, isActive }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={isActive ? "page" : undefined}
          className="rounded-md px-3 py-1.5 text-muted no-underline hover:text-ink aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
