import { z } from "zod";
import { operation } from "@/app/api/operation";
import { env } from "@/lib/env";

/** The installation's time zone is everybody's. */
export const timezoneCall = operation({
  id: "getTimezone",
  method: "GET",
  path: "/user/settings/timezone",
  group: "Sessions",
  summary: "The time zone in which times are shown",
  answer: z.object({ timezone: z.string().meta({ description: "An IANA name." }) }),
  perform: async () => ({ timezone: env().TIME_ZONE }),
});
