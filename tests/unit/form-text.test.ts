import { expect, it } from "vitest";
import { formText, formTexts } from "@/lib/form-text";

it("reads the texts of a form with the line ends that a text field has, whatever it was sent with", () => {
  const form = new FormData();
  for (const text of ["a\r\nb", "a\rb", "a\nb"]) form.append("text", text);
  expect(formTexts(form, "text")).toEqual(["a\nb", "a\nb", "a\nb"]);
  expect(formText(form, "text")).toBe("a\nb");
});

it("reads no text where there is none, or a file", () => {
  const form = new FormData();
  form.append("file", new File(["x"], "x.txt"));
  expect([formTexts(form, "file"), formText(form, "file"), formText(form, "other")]).toEqual([[], "", ""]);
});
