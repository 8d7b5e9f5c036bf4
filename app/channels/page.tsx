import { redirect } from "next/navigation";

export default function ChannelsPage() {
  redirect("/channels/chat-gateways");
}
