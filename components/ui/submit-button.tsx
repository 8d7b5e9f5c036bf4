"use client";

import type { ComponentProps } from "react";

type Props = Omit<ComponentProps<"button">, "type" | "disabled" | "onClick"> & { isPending: boolean };

/**
 * A form's button that cannot be pressed twice. While the answer is under way it is inactive but keeps the focus, which a
 * disabled button would lose: a person with a keyboard goes on where they were.
 */
export function SubmitButton({ isPending, className = "button", children, ...rest }: Props) {
  return (
    <button
      {...rest}
      type="submit"
      aria-disabled={isPending || undefined}
      onClick={(event) => isPending && event.preventDefault()}
      className={className}
    >
      {children}
    </button>
  );
}
