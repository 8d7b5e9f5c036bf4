/** The cookie in which a form that leads on hands the next page a sentence: what it did. The page's script shows it, once. */
export const SAID_COOKIE = "said";
