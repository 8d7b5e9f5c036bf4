import { createTranslator, type Locale, type Messages } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";

type Namespace = keyof Messages;

type Translator<N extends Namespace> = ReturnType<typeof createTranslator<Messages, N>>;

const translators = new Map<string, unknown>();

/**
 * The texts of a namespace, in the reader's language unless one is given. A translator is kept for the life of the process:
 * next-intl's own lives for one request and reads every message with a placeholder anew in each.
 */
export async function getTranslations<N extends Namespace>(namespace: N, chosen?: Locale): Promise<Translator<N>> {
  const locale = chosen ?? (await getLocale());
  const key = `${locale} ${namespace}`;
  const known = translators.get(key);
  if (known !== undefined) return known as Translator<N>;
  const messages = await getMessages({ locale });
  const made = createTranslator<Messages, N>({ locale, messages, namespace, timeZone: "UTC" });
  translators.set(key, made);
  return made;
}
