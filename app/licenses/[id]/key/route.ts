import { cookieActorText } from "@/app/text-door";
import { getLicenseKey } from "@/lib/use-cases/licenses/get-license-key";

/** The license key as plain text, for the person who is signed in; never kept by a cache. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return cookieActorText((actor) => getLicenseKey(actor, id));
}
