import { flag, pageParams, rowId } from "@/lib/search-params";

/**
 * What the URL of a person's own page says. `password`: it is being changed; `token`: a token is being added; `revoke`: the
 * one whose end is asked about.
 */
export const meParams = pageParams({
  password: flag(),
  token: flag(),
  revoke: rowId(),
});
