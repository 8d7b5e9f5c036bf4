import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/errors";
import { isWholeText } from "@/lib/whole-text";

/** argon2id with the parameters of OWASP's password storage sheet: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const MIN_LENGTH = 8;
const MAX_LENGTH = 1_000;

let unknownUserHash: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** The hash of a password that is to be set; throws `bad_request` unless it has 8 to 1,000 characters. */
export async function hashNewPassword(password: string): Promise<string> {
  if (password.length < MIN_LENGTH || password.length > MAX_LENGTH || !isWholeText(password))
    throw new AppError("bad_request", { field: "password" });
  return hashPassword(password);
}

/**
 * Whether the password is that of the hash. Without a hash (no such user) it takes as long and answers false,
 * so that time does not tell which users exist.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  unknownUserHash ??= hashPassword("no user has this password");
  if (password.length > MAX_LENGTH) return false;
  const matches = await verify(passwordHash ?? (await unknownUserHash), password);
  return matches && passwordHash !== null;
}
