/** A text with the line ends that a text field of a browser gives it; files have others, and forms send CR LF. */
export function withLineFeeds(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}

/** The texts that a form sends under a name, line ends as a text field has them; files are none. */
export function formTexts(form: FormData, name: string): string[] {
  return form.getAll(name).flatMap((value) => (typeof value === "string" ? [withLineFeeds(value)] : []));
}

/** The first of them; empty when there is none. */
export function formText(form: FormData, name: string): string {
  return formTexts(form, name)[0] ?? "";
}
