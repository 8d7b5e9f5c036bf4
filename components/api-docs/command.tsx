/** A command for a shell, as it is typed. */
export function Command({ text }: { text: string }) {
  return (
    <pre lang="en" className="overflow-x-auto rounded-md bg-band px-3 py-2 text-sm" tabIndex={0}>
      <code>{text}</code>
    </pre>
  );
}
