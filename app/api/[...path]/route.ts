import { toErrorAnswer } from "@/app/http-door";
import { AppError } from "@/lib/errors";

/** An address that no call has: the error that a program expects, not a page. */
async function nothing(): Promise<Response> {
  return toErrorAnswer(new AppError("not_found"));
}

export { nothing as GET, nothing as POST, nothing as PUT, nothing as PATCH, nothing as DELETE, nothing as OPTIONS };
