import type { Instrumentation } from "next";

/** Runs once in every server process, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startChores } = await import("./instrumentation-node");
    startChores();
  }
}

/** Hears of every error that no door of ours has turned into words. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, { routeType }) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { noteError } = await import("./instrumentation-node");
    noteError(error, request.method, routeType);
  }
};
