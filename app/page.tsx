import { redirect } from "next/navigation";
import { hasRight } from "@/lib/access/permissions";
import { forPage } from "./page-door";

/** The registry is where an administrator's day begins; everybody else sees what is theirs. */
export default async function Home() {
  const { actor } = await forPage("/", async () => ({}));
  redirect(hasRight(actor, "admin/license", "read") ? "/licenses" : "/me");
}
