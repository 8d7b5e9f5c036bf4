"use client";

import { useRef } from "react";

/**
 * Rows per page, inside a GET form. A choice by pointer is sent at once; one by keyboard waits for the button beside it,
 * since each arrow key is a choice.
 */
export function SizeSelect({ size, sizes }: { size: number; sizes: readonly number[] }) {
  const byKeyboard = useRef(false);
  return (
    <select
      name="size"
      defaultValue={size}
      onKeyDown={() => (byKeyboard.current = true)}
      onPointerDown={() => (byKeyboard.current = false)}
      onChange={({ currentTarget }) => byKeyboard.current || currentTarget.form?.requestSubmit()}
      className="field min-h-8 w-auto py-1"
    >
      {sizes.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  );
}
