import type { NextRequest } from "next/server";
import { handlers } from "@/app/auth";

type Handler = (request: NextRequest) => Promise<Response>;

function isWebAddress(text: string, base: string): boolean {
  return URL.canParse(text, base) && /^https?:$/.test(new URL(text, base).protocol);
}

/** Where a browser says it wants to come back to, by its address or by next-auth's cookie. */
function waysBack({ nextUrl, cookies }: NextRequest): string[] {
  const kept = cookies.getAll().filter(({ name }) => name.endsWith("authjs.callback-url"));
  return [...nextUrl.searchParams.getAll("callbackUrl"), ...kept.map(({ value }) => value)].filter(Boolean);
}

/** To what is no address next-auth would answer that the server is not configured well. */
function refusingOdd(handler: Handler): Handler {
  return async (request) =>
    waysBack(request).every((way) => isWebAddress(way, request.nextUrl.origin))
      ? handler(request)
      : new Response(null, { status: 400 });
}

export const GET = refusingOdd(handlers.GET);
export const POST = refusingOdd(handlers.POST);
