import type { PathMember } from "@/app/api/operation";

export const USER_ID: PathMember = { description: "Id of a user.", example: "42" };

export const LICENSE_ID: PathMember = {
  description: "Id of a license.",
  example: "7cfddfc7-1303-4850-9401-3128f97eb9fe",
};
