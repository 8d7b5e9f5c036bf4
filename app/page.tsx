import { redirect } from "next/navigation";
import { hasRight } from "@/lib/access/permissions";
import { getInstallationState } from "@/lib/use-cases/installation/get-installation-state";
import { RENEWED } from "@/lib/local-path";
import type { RawParams } from "@/lib/search-params";
import { forPage } from "./page-door";

/** The registry is where an administrator's day begins; everybody else sees what is theirs. Without users and licenses there is one thing to do. */
export default async function Home({ searchParams }: { searchParams: Promise<RawParams> }) {
  const { hasUsers, inForce } = await getInstallationState();
  if (!hasUsers && !inForce) redirect("/setup");
  const { renewed } = await searchParams;
  const { actor } = await forPage(renewed === undefined ? "/" : RENEWED, async () => ({}));
  redirect(hasRight(actor, "admin/license", "read") ? "/licenses" : "/me");
}
