import { isDatabaseReady } from "@/lib/use-cases/installation/is-database-ready";

export const dynamic = "force-dynamic";

/** Whether requests can be served now: 200, or 503 while the database does not answer. */
export async function GET(): Promise<Response> {
  const isReady = await isDatabaseReady();
  return Response.json({ status: isReady ? "ready" : "unavailable" }, { status: isReady ? 200 : 503 });
}
