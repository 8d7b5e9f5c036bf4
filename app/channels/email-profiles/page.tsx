import type { Metadata } from "next";
import { getTranslations } from "@/lib/translations";
import { ChannelsView } from "@/app/channels/channels-view";
import type { RawParams } from "@/lib/search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("channels"))("email_profile.title") };
}

export default async function EmailProfilesPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  return <ChannelsView kind="email_profile" path="/channels/email-profiles" raw={await searchParams} />;
}
