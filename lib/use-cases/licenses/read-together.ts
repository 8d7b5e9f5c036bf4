/** For a page with several parts: what their use cases read travels as one statement. */
export { together } from "@/db/client";
