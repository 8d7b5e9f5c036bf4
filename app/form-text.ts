/** A text with the line ends that a text field of a browser gives it; files have others, and forms send CR LF. */
export function withLineFeeds(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}

/** A text member of a form; empty when it is missing or a file. Line ends as a text field has them. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? withLineFeeds(value) : "";
}
