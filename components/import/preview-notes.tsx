import type { Preview } from "./import-state";

/** What is to be known of a license key before its lines are read. It is read out as it comes; a thousand lines would be, too. */
export function PreviewNotes({ preview }: { preview: Preview }) {
  return (
    <>
      <p className="text-muted">{preview.issued}</p>
      {preview.unchanged && <p className="rounded-md bg-band px-3 py-2">{preview.unchanged}</p>}
      {preview.closing && <p className="rounded-md bg-danger-soft px-3 py-2 text-danger">{preview.closing}</p>}
      {preview.channels.map((text) => (
        <p key={text} className="rounded-md bg-amber-soft px-3 py-2 text-amber">
          {text}
        </p>
      ))}
    </>
  );
}
