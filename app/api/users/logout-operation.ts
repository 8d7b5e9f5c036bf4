import { z } from "zod";
import { ABOUT_KEYS, readActKey } from "@/app/api/idempotency";
import { NO_MEMBERS, operation } from "@/app/api/operation";
import { USER_ID } from "@/app/api/path-members";
import { endUserSessions } from "@/lib/use-cases/sessions/end-user-sessions";

/** Forced sign-out. */
export const logoutUserCall = operation({
  id: "logoutUser",
  method: "POST",
  path: "/users/{id}/logout",
  params: { id: USER_ID },
  group: "Users",
  summary: "Sign a user out everywhere",
  description:
    "Only users of one's own domain; 400 when the user has no session. Access tokens are no sessions, and go on.",
  headers: { "Idempotency-Key": ABOUT_KEYS },
  body: NO_MEMBERS,
  answer: z.object({
    sessions: z.number().int().meta({ description: "Live sessions that ended." }),
    seats: z.number().int().meta({ description: "Seats of concurrent licenses that became free." }),
  }),
  refusals: ["access_denied", "other_domain", "not_found"],
  perform: async (actor, { params: { id = "" }, request }) =>
    endUserSessions(actor, id, readActKey(actor, request, ["logoutUser", id])),
});
