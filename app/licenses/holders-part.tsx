import { EndWindow } from "@/components/holders/end-window";
import { HoldersWindow } from "@/components/holders/holders-window";
import type { ShownPerson } from "@/lib/access/actor";
import { pageToShow } from "@/lib/list-request";
import type { HolderList } from "@/lib/use-cases/licenses/list-holders";
import type { Registry, UsersQuestion } from "@/lib/use-cases/licenses/open-registry";
import { endSessionsAction } from "./end-sessions-action";
import { registryParams } from "./page-params";

const PATH = "/licenses";
const SIZE = 10;

type Url = ReturnType<typeof registryParams.read>;

/** What the URL says when the window of a license's users is closed. */
export const NO_HOLDERS = { users: "", uq: "", upage: 1, end: "" } satisfies Partial<Url>;

/** The license whose users the URL asks for, and the one whose sign-out is asked about; null when it asks for none. */
export function usersQuestion(url: Url): UsersQuestion | null {
  if (url.users === "") return null;
  const request = { q: url.uq, page: url.upage, size: SIZE, sort: null };
  return { licenseId: url.users, request, endingId: url.end };
}

/** The page of the license's users that is shown. */
export function holdersPage(url: Url, { total, holders }: HolderList): number {
  return pageToShow(total, { page: url.upage, size: SIZE, rows: holders.length });
}

type Props = { url: Url; actor: ShownPerson; list: HolderList; ending: Registry["ending"] };

/** The window of a license's users, and over it the question before somebody is signed out. */
export function HoldersPart({ url, actor, list, ending }: Props) {
  const href = (changes: Partial<Url>) => registryParams.href(PATH, url, changes);
  return (
    <>
      <HoldersWindow
        list={list}
        ownDomainId={actor.domain.id}
        q={url.uq}
        page={url.upage}
        size={SIZE}
        path={PATH}
        kept={{
          search: registryParams.kept(url, ["uq", "upage", "end", "import"]),
          switch: registryParams.kept(url, ["end", "import"]),
        }}
        pageHref={(upage) => href({ upage, end: "" })}
        closeHref={href(NO_HOLDERS)}
      />
      {ending && (
        <EndWindow
          user={ending}
          isSelf={ending.id === actor.id}
          action={endSessionsAction}
          closeHref={href({ end: "" })}
        />
      )}
    </>
  );
}
