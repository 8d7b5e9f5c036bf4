import { PageTabs } from "@/components/ui/page-tabs";
import { getTranslations } from "@/lib/translations";
import type { Channel } from "@/lib/licensing/product";

const PAGES: [kind: Channel, href: string][] = [
  ["chat_gateway", "/channels/chat-gateways"],
  ["email_profile", "/channels/email-profiles"],
];

/** The two pages of channels. */
export async function ChannelTabs({ active }: { active: Channel }) {
  const t = await getTranslations("channels");
  const pages = PAGES.map(([kind, href]) => ({ href, title: t(`${kind}.title`), isActive: kind === active }));
  return <PageTabs label={t("pages")} pages={pages} />;
}
