import { z } from "zod";
import { Answer, openOperation } from "@/app/api/operation";
import { RETRY_SECONDS } from "@/app/http-door";
import { isDatabaseReady } from "@/lib/use-cases/installation/is-database-ready";

/** The process is alive; says nothing of the database. */
export const healthCall = openOperation({
  id: "getHealth",
  method: "GET",
  path: "/health",
  group: "Installation",
  summary: "Whether the process is alive",
  unavailable: null,
  answer: z.object({ status: z.literal("ok") }),
  perform: async () => ({ status: "ok" as const }),
});

/** Whether requests can be served now: 200, or 503 while the database does not answer. */
export const readinessCall = openOperation({
  id: "getReadiness",
  method: "GET",
  path: "/health/ready",
  group: "Installation",
  summary: "Whether requests can be served: 503 while the database does not answer",
  answer: z.object({ status: z.literal("ready") }),
  unavailable: z.object({ status: z.literal("unavailable") }),
  perform: async () => {
    if (await isDatabaseReady()) return { status: "ready" as const };
    return new Answer({ status: "unavailable" as const }, { "retry-after": RETRY_SECONDS }, 503);
  },
});
