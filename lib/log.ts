import { randomUUID } from "node:crypto";
import pino from "pino";
import { requestScope } from "@/lib/request-scope";

/**
 * Standard output, one JSON line each; nothing that signs a person in or a key that imports is ever handed to it. Through
 * Node's own stream: pino's tries for ever, at the end of a process, to say what waits when its reader is gone.
 */
export const log = pino({ level: process.env.LOG_LEVEL ?? "info", base: { app: "seatwise" } }, process.stdout);

/** Logs an error that no one expected and answers the reference that its reader is shown. */
export function logUnknownError(error: unknown, door: string): string {
  const reference = requestScope()?.reference ?? randomUUID();
  const cause =
    error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : String(error);
  log.error({ reference, door, cause }, "unknown error");
  return reference;
}
