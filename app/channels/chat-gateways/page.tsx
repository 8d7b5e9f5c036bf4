import type { Metadata } from "next";
import { getTranslations } from "@/lib/translations";
import { ChannelsView } from "@/app/channels/channels-view";
import type { RawParams } from "@/lib/search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("channels"))("chat_gateway.title") };
}

export default async function ChatGatewaysPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  return <ChannelsView kind="chat_gateway" path="/channels/chat-gateways" raw={await searchParams} />;
}
