"use client";

/** Never shown: a page that fails beyond `error.tsx` is answered by the server (scripts/server/framework-faults.mjs). The framework's own brings styles that our policy refuses. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body />
    </html>
  );
}
