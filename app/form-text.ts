/** A text member of a form; empty when it is missing or a file. Line ends as on screen: browsers send CR LF. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}
