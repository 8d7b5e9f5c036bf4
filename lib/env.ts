import { z } from "zod";

const minutes = z.coerce.number().int().min(1).max(525_600);

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  DATA_DIR: z.string().default("./data"),
  AUTH_SECRET: z.string().min(1).optional(),
  AUTH_URL: z.string().default("http://127.0.0.1:3000"),
  LICENSE_ISSUERS: z.string().optional(),
  TIME_ZONE: z.string().default("UTC"),
  SESSION_IDLE_MINUTES: minutes.default(30),
  SESSION_MAX_HOURS: z.coerce.number().int().min(1).max(8_760).default(12),
  /** Opens the first run while there is no user; the start makes it and prints it. */
  SETUP_TOKEN: z.string().optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
});

/** The configuration of this process (specification §9). */
export type Environment = z.infer<typeof environment>;

let known: Environment | undefined;

/** Reads the environment once, at the first use, so that a build needs none of it. Throws naming each variable that is wrong. */
export function env(): Environment {
  known ??= environment.parse(process.env);
  return known;
}
