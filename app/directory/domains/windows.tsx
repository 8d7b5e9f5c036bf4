import { AddDomainWindow } from "@/components/directory/add-windows";
import { DeleteDomainWindow } from "@/components/directory/delete-domain-window";
import { AskDomainWindow, EditDomainWindow } from "@/components/directory/edit-domain-window";
import type { ShownPerson } from "@/lib/access/actor";
import type { DomainList } from "@/lib/use-cases/directory/list-domains";
import {
  addDomainAction,
  deleteDomainAction,
  disableDomainAction,
  enableDomainAction,
  renameDomainAction,
} from "./actions";
import type { domainsParams } from "./page-params";

type Url = ReturnType<typeof domainsParams.read>;

const ASKED = { disable: disableDomainAction, enable: enableDomainAction };

type Props = {
  list: DomainList & { actor: ShownPerson };
  url: Url;
  href: (changes: Partial<Url>) => string;
  usersHref: (domain: string) => string;
};

/** The window that the page's URL opens, if any. */
export function DomainWindows({ list: { actor, chosen }, url, href, usersHref }: Props) {
  const closeHref = href({ add: false, edit: "", ask: "", remove: "" });
  if (url.add) return <AddDomainWindow action={addDomainAction} closeHref={closeHref} />;
  if (chosen === null) return null;
  if (url.edit === "") {
    const users = usersHref(chosen.name);
    return (
      <DeleteDomainWindow
        key={`remove ${chosen.id}`}
        domain={chosen}
        action={deleteDomainAction}
        usersHref={users}
        closeHref={closeHref}
      />
    );
  }
  const isOwn = chosen.id === actor.domain.id;
  const backHref = href({ ask: "" });
  if (url.ask !== "" && chosen.within && !isOwn) {
    return (
      <AskDomainWindow
        key={`${url.ask} ${chosen.id}`}
        ask={url.ask}
        domain={chosen}
        action={ASKED[url.ask]}
        next={backHref}
        backHref={backHref}
      />
    );
  }
  return (
    <EditDomainWindow
      key={`edit ${chosen.id}`}
      domain={chosen}
      isOwn={isOwn}
      action={renameDomainAction}
      askHref={(ask) => href({ ask })}
      closeHref={closeHref}
    />
  );
}
