import { AddUserWindow } from "@/components/directory/add-windows";
import { AskUserWindow } from "@/components/directory/ask-window";
import { EditUserWindow } from "@/components/directory/edit-user-window";
import { ImportUsersWindow } from "@/components/directory/import-users-window";
import type { ShownPerson } from "@/lib/access/actor";
import type { UserList } from "@/lib/use-cases/directory/list-users";
import { MAX_LIST_BYTES } from "@/lib/use-cases/directory/read-user-list";
import {
  addUserAction,
  deleteAction,
  disableAction,
  enableAction,
  passwordAction,
  renameAction,
  rolesAction,
} from "./actions";
import { importUsersAction } from "./import-action";
import type { usersParams } from "./page-params";

type Url = ReturnType<typeof usersParams.read>;

const ASKED = { disable: disableAction, enable: enableAction, delete: deleteAction };

type Props = { list: UserList & { actor: ShownPerson }; url: Url; href: (changes: Partial<Url>) => string };

/** The window that the page's URL opens, if any. */
export function UserWindows({ list, url, href }: Props) {
  const { actor, domains, roles, may, edited } = list;
  const closeHref = href({ add: false, import: false, edit: "", ask: "" });
  if (url.import)
    return <ImportUsersWindow action={importUsersAction} maxBytes={MAX_LIST_BYTES} closeHref={closeHref} />;
  if (url.add) {
    const home = actor.domain.name;
    return <AddUserWindow action={addUserAction} domains={domains} domain={home} roles={roles} closeHref={closeHref} />;
  }
  if (edited === null) return null;
  const isSelf = edited.id === actor.id;
  const mayAsk = url.ask === "delete" ? may.delete : may.write;
  if (url.ask !== "" && mayAsk && edited.within && !isSelf) {
    const next = url.ask === "delete" ? closeHref : href({ ask: "" });
    return (
      <AskUserWindow
        key={`${url.ask} ${edited.id}`}
        ask={url.ask}
        user={edited}
        action={ASKED[url.ask]}
        next={next}
        backHref={href({ ask: "" })}
      />
    );
  }
  return (
    <EditUserWindow
      key={edited.id}
      user={edited}
      isSelf={isSelf}
      roles={roles}
      may={may}
      actions={{ rename: renameAction, setRoles: rolesAction, setPassword: passwordAction }}
      askHref={(ask) => href({ ask })}
      closeHref={closeHref}
    />
  );
}
