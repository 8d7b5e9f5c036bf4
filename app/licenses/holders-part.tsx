import { redirect } from "next/navigation";
import { EndWindow } from "@/components/holders/end-window";
import { HoldersWindow } from "@/components/holders/holders-window";
import type { ShownPerson, UserActor } from "@/lib/access/actor";
import { hasRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { pageToShow } from "@/lib/list-request";
import { listHolders } from "@/lib/use-cases/licenses/list-holders";
import { getUserSessions } from "@/lib/use-cases/sessions/get-user-sessions";
import { endSessionsAction } from "./end-sessions-action";
import { registryParams } from "./page-params";

const PATH = "/licenses";
const SIZE = 10;

type Url = ReturnType<typeof registryParams.read>;

/** What the URL says when the window of a license's users is closed. */
export const NO_HOLDERS = { users: "", uq: "", upage: 1, end: "" } satisfies Partial<Url>;

/** A license that does not exist opens no window. */
function unlessUnknown(error: unknown): null {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
}

/** The users of the license that the URL names, and the one whose sign-out is asked about; null when the URL names none. */
export async function readHolders(actor: UserActor, url: Url) {
  if (url.users === "") return null;
  const request = { q: url.uq, page: url.upage, size: SIZE, sort: null };
  const mayEnd = url.end !== "" && hasRight(actor, "admin/license", "write");
  const [list, ending] = await Promise.all([
    listHolders(actor, url.users, request).catch(unlessUnknown),
    mayEnd ? getUserSessions(actor, url.end) : null,
  ]);
  if (list === null) return null;
  const upage = pageToShow(list.total, { page: url.upage, size: SIZE, rows: list.holders.length });
  if (url.upage !== upage) redirect(registryParams.href(PATH, url, { upage }));
  return { list, ending };
}

type Props = { url: Url; actor: ShownPerson; shown: NonNullable<Awaited<ReturnType<typeof readHolders>>> };

/** The window of a license's users, and over it the question before somebody is signed out. */
export function HoldersPart({ url, actor, shown }: Props) {
  const href = (changes: Partial<Url>) => registryParams.href(PATH, url, changes);
  return (
    <>
      <HoldersWindow
        list={shown.list}
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
      {shown.ending && (
        <EndWindow
          user={shown.ending}
          isSelf={shown.ending.id === actor.id}
          action={endSessionsAction}
          closeHref={href({ end: "" })}
        />
      )}
    </>
  );
}
