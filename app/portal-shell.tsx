import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import type { UserActor } from "@/lib/access/actor";
import { readTheme, THEME_COOKIE } from "@/lib/theme";
import { setPreference } from "./preferences-action";
import { signOutAction } from "./sign-out-action";

/** The shell with this request's person, preferences and actions handed in. */
export async function PortalShell({
  active,
  actor,
  children,
}: {
  active: "licenses" | "users";
  actor: UserActor;
  children: ReactNode;
}) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Shell
      active={active}
      person={{ name: actor.name, address: `${actor.username}@${actor.domain.name}` }}
      theme={theme}
      actions={{ setPreference, signOut: signOutAction }}
    >
      {children}
    </Shell>
  );
}
