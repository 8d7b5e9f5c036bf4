import Link from "next/link";
import { getTranslations } from "@/lib/translations";
import type { Channel } from "@/lib/licensing/product";

const PAGES: [kind: Channel, path: string][] = [
  ["chat_gateway", "/channels/chat-gateways"],
  ["email_profile", "/channels/email-profiles"],
];

/** The two pages of channels, side by side. */
export async function ChannelTabs({ active }: { active: Channel }) {
  const t = await getTranslations("channels");
  return (
    <nav aria-label={t("pages")} className="mb-4 inline-flex gap-1 rounded-lg border border-line bg-band p-1">
      {PAGES.map(([kind, path]) => (
        <Link
          key={kind}
          href={path}
          prefetch={false}
          aria-current={kind === active ? "page" : undefined}
          className="rounded-md px-3 py-1.5 text-muted no-underline hover:text-ink aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {t(`${kind}.title`)}
        </Link>
      ))}
    </nav>
  );
}
