import type { ReactNode } from "react";

/** A page that says one thing: a refusal, a missing page, a way out. */
export function MessagePage({
  code,
  title,
  text,
  notice,
  children,
}: {
  code: string;
  title: string;
  text: string;
  notice?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center gap-3 p-6">
      <p className="font-mono text-muted">{code}</p>
      <h1 className="text-2xl font-semibold">{title}</h1>
      <p className="text-muted">{text}</p>
      {notice}
      {children && <div className="flex flex-wrap gap-2 pt-2">{children}</div>}
    </main>
  );
}
