/** The digest of an `UnavailableError`, by which the browser knows it: nothing else of an error gets there. */
export const AWAY_DIGEST = "unavailable";
