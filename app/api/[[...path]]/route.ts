import { tokenOf } from "@/app/api/request";
import { toErrorAnswer } from "@/app/http-door";
import { actorOfToken } from "@/lib/access/session";
import { AppError } from "@/lib/errors";

/**
 * An address that no call has: the error that a program expects, not a page. A token that is no longer accepted is 401 here
 * too, so that a client signs in again instead of taking a call that it looks for to be missing.
 */
async function nothing(request: Request): Promise<Response> {
  try {
    const token = tokenOf(request);
    if (token !== undefined) await actorOfToken(token, { isEverOpen: true });
    throw new AppError("not_found");
  } catch (error) {
    return toErrorAnswer(error);
  }
}

export { nothing as GET, nothing as POST, nothing as PUT, nothing as PATCH, nothing as DELETE, nothing as OPTIONS };
