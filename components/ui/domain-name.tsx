import { Fragment } from "react";

/** A domain's name; a long one breaks after its dots. */
export function DomainName({ name }: { name: string }) {
  return name.split(/(?<=\.)/).map((label, index) => (
    <Fragment key={`${index} ${label}`}>
      {label}
      <wbr />
    </Fragment>
  ));
}
