import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import type { TabName } from "@/components/shell/tabs";
import type { ShownPerson } from "@/lib/access/actor";
import { hasRight, type Section } from "@/lib/access/permissions";
import { readTheme, THEME_COOKIE } from "@/lib/theme";
import { MissingNotice } from "./missing-notice";
import { setPreference } from "./preferences-action";
import { signOutAction } from "./sign-out-action";

const SECTION_OF_TAB: Record<TabName, Section> = {
  licenses: "admin/license",
  users: "admin/license",
  channels: "admin/channels",
  directory: "admin/users",
  audit: "admin/audit",
};

const TABS: readonly TabName[] = ["licenses", "users", "channels", "directory", "audit"];

/** The shell with this request's person, preferences and actions handed in. */
export async function PortalShell({
  active,
  actor,
  children,
}: {
  active: TabName | null;
  actor: ShownPerson;
  children: ReactNode;
}) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Shell
      active={active}
      tabs={TABS.filter((tab) => hasRight(actor, SECTION_OF_TAB[tab], "read"))}
      person={{ name: actor.name, address: `${actor.username}@${actor.domain.name}` }}
      theme={theme}
      actions={{ setPreference, signOut: signOutAction }}
    >
      {/* The person's own page says it in any case. */}
      {active !== null && <MissingNotice />}
      {children}
    </Shell>
  );
}
