import { Fragment } from "react";

/** A name that breaks after a sign, such as the dots of a domain's, where a line is too short for all of it. */
export function BreakAfter({ sign, children: name }: { sign: "." | "_"; children: string }) {
  const parts = name.split(sign);
  return parts.map((part, index) => (
    <Fragment key={`${index} ${part}`}>
      {part}
      {index < parts.length - 1 && sign}
      <wbr />
    </Fragment>
  ));
}
