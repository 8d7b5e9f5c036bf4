/** The texts that a form sends under a name, their line ends as on screen; files are none. */
export function sentTexts(form: FormData, name: string): string[] {
  return form.getAll(name).flatMap((value) => (typeof value === "string" ? [value.replaceAll("\r\n", "\n")] : []));
}

/** The first of them, empty when there is none. */
export function sentText(form: FormData, name: string): string {
  return sentTexts(form, name)[0] ?? "";
}
