import { headers } from "next/headers";
import { addressOf } from "@/app/address-of";

/** Where this request of a page or an action comes from. */
export async function requestAddress(): Promise<string> {
  return addressOf(await headers());
}
