import { flag, pageParams, text } from "@/lib/search-params";

const digits = text(18);

/**
 * What the URL of a person's own page says. `password`: it is being changed; `token`: a token is being added; `revoke`: the
 * one whose end is asked about.
 */
export const meParams = pageParams({
  password: flag(),
  token: flag(),
  revoke: { ...digits, read: (raw) => (/^\d{1,18}$/.test(digits.read(raw)) ? digits.read(raw) : "") },
});
