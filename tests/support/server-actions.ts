import { createHash } from "node:crypto";
import { PASSWORD } from "@/tests/support/people";

/**
 * Who changes what by which server action: every function that a "use server" file under app/ exports, on whose things, and
 * whether it changes anything for each who calls. An action is a public POST: whoever writes one adds its lines here;
 * tests/e2e/who-may-actions.spec.ts fails as long as one is missing.
 *
 * on: acme, globex: a user, a channel and a domain's name of that domain · own: the caller's · -: nobody's.
 * Who calls: anonymous: without a session · nobody: signed in, no role · outsider: every permission, no section · reader:
 * `read` · writer: `read`, `write` · keeper: every permission but `all_domains` · wide: as writer with `all_domains` ·
 * sysadmin: everything. All are of acme.example and, but for outsider, may enter all sections.
 * Answers: done: something stored has changed · no: nothing at all has.
 */
export const WHO_CHANGES = `
file                              action              on      anonymous nobody outsider reader writer keeper wide sysadmin

channels/actions.ts               addAction           acme    no        no     no       no     done   done   done done
channels/actions.ts               addAction           globex  no        no     no       no     no     no     done done
channels/actions.ts               renameAction        acme    no        no     no       no     done   done   done done
channels/actions.ts               renameAction        globex  no        no     no       no     no     no     done done
channels/actions.ts               switchAction        acme    no        no     no       no     done   done   done done
channels/actions.ts               switchAction        globex  no        no     no       no     no     no     done done
channels/actions.ts               removeAction        acme    no        no     no       no     done   done   done done
channels/actions.ts               removeAction        globex  no        no     no       no     no     no     done done

directory/domains/actions.ts      addDomainAction     -       no        no     no       no     no     no     no   done
directory/domains/actions.ts      renameDomainAction  -       no        no     no       no     no     no     done done
directory/domains/actions.ts      disableDomainAction -       no        no     no       no     no     no     done done
directory/domains/actions.ts      enableDomainAction  -       no        no     no       no     no     no     done done
directory/domains/actions.ts      deleteDomainAction  -       no        no     no       no     no     no     no   done
directory/users/actions.ts        addUserAction       acme    no        no     no       no     no     done   no   done
directory/users/actions.ts        addUserAction       globex  no        no     no       no     no     no     no   done
directory/users/actions.ts        renameAction        acme    no        no     no       no     done   done   done done
directory/users/actions.ts        renameAction        globex  no        no     no       no     no     no     done done
directory/users/actions.ts        rolesAction         acme    no        no     no       no     done   done   done done
directory/users/actions.ts        rolesAction         globex  no        no     no       no     no     no     done done
directory/users/actions.ts        passwordAction      acme    no        no     no       no     done   done   done done
directory/users/actions.ts        passwordAction      globex  no        no     no       no     no     no     done done
directory/users/actions.ts        disableAction       acme    no        no     no       no     done   done   done done
directory/users/actions.ts        disableAction       globex  no        no     no       no     no     no     done done
directory/users/actions.ts        enableAction        acme    no        no     no       no     done   done   done done
directory/users/actions.ts        enableAction        globex  no        no     no       no     no     no     done done
directory/users/actions.ts        deleteAction        acme    no        no     no       no     no     done   no   done
directory/users/actions.ts        deleteAction        globex  no        no     no       no     no     no     no   done
directory/users/import-action.ts  importUsersAction   acme    no        no     no       no     no     done   no   done
directory/users/import-action.ts  importUsersAction   globex  no        no     no       no     no     no     no   done

licenses/end-sessions-action.ts   endSessionsAction   acme    no        no     no       no     done   done   done done
licenses/end-sessions-action.ts   endSessionsAction   globex  no        no     no       no     no     no     no   no
licenses/hide-warnings-action.ts  hideWarningsAction  own     no        no     no       done   done   done   done done
licenses/import-action.ts         importAction        -       no        no     no       done   done   done   done done
licenses/import-action.ts         renewAction         -       done      done   done     done   done   done   done done
licenses/users/actions.ts         changeTicks         acme    no        no     no       no     done   done   done done
licenses/users/actions.ts         changeTicks         globex  no        no     no       no     no     no     done done
licenses/users/actions.ts         saveTicks           acme    no        no     no       no     done   done   done done
licenses/users/actions.ts         saveTicks           globex  no        no     no       no     no     no     done done
licenses/users/actions.ts         selectColumns       own     no        no     no       done   done   done   done done
licenses/users/many-action.ts     manyAction          acme    no        no     no       no     done   done   done done
licenses/users/many-action.ts     manyAction          globex  no        no     no       no     no     no     done done

me/password-action.ts             ownPasswordAction   own     no        done   done     done   done   done   done done
me/token-actions.ts               addTokenAction      own     no        done   done     done   done   done   done done
me/token-actions.ts               revokeTokenAction   own     no        done   done     done   done   done   done done
me/token-actions.ts               revokeTokenAction   acme    no        no     no       no     no     no     no   no
preferences-action.ts             setPreference       -       no        no     no       no     no     no     no   no
setup/setup-action.ts             setUpAction         -       no        no     no       no     no     no     no   no
sign-in/actions.ts                signInAction        acme    done      done   done     done   done   done   done done
sign-out-action.ts                signOutAction       own     no        done   done     done   done   done   done done
`;

/** What a call is about: things that are there, made for it alone. */
export type Target = {
  domain: string;
  /** A user who holds `license`, is signed in, may sign in with `password` and has a token. */
  user: { id: string; address: string; password: string; token: string };
  disabled: string;
  channel: string;
  /** A token of the caller; none of anonymous. */
  ownToken: string;
  license: string;
  /** A renewal that is not imported yet. */
  certificate: string;
  /** In no name yet. */
  fresh: string;
  /** The name of a domain without users. */
  emptyDomain: string;
  /** The name of a disabled one. */
  closedDomain: string;
};

type Arguments = (target: Target) => unknown[];

const state = {};

/** A form as an action gets it. */
export function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

const onUser =
  (more: Record<string, string> = {}): Arguments =>
  ({ user }) => [state, form({ address: user.address, ...more })];

function importedList({ fresh, domain }: Target): FormData {
  const text = `domain,username,name\n${domain},${fresh},New\n`;
  return form({ text, intent: "apply", reviewed: createHash("sha256").update(text).digest("hex") });
}

const imported: Arguments = ({ certificate }) => [
  state,
  form({ key: certificate, reviewed: certificate, intent: "apply" }),
];

function many({ user, license }: Target): unknown[] {
  const wish = { scope: "page", licenseId: license, held: false, whole: false };
  const fields = { scope: "page", licenseId: license, held: "false", whole: "false", userIds: user.id };
  return [{}, state, form({ ...fields, reviewed: JSON.stringify([wish, 1, 1]) })];
}

/** With which arguments each action is called, by file and name. */
export const CALLS: Record<string, Arguments> = {
  "channels/actions.ts addAction": ({ domain, fresh }) => [state, form({ kind: "chat_gateway", name: fresh, domain })],
  "channels/actions.ts renameAction": ({ channel, fresh }) => [state, form({ id: channel, name: fresh })],
  "channels/actions.ts switchAction": ({ channel }) => [state, form({ id: channel, wanted: "enabled" })],
  "channels/actions.ts removeAction": ({ channel }) => [state, form({ id: channel })],
  "directory/domains/actions.ts addDomainAction": ({ fresh }) => [state, form({ domain: `${fresh}.example` })],
  "directory/domains/actions.ts renameDomainAction": ({ emptyDomain, fresh }) => [
    state,
    form({ was: emptyDomain, domain: `${fresh}.example` }),
  ],
  "directory/domains/actions.ts disableDomainAction": ({ emptyDomain }) => [state, form({ domain: emptyDomain })],
  "directory/domains/actions.ts enableDomainAction": ({ closedDomain }) => [state, form({ domain: closedDomain })],
  "directory/domains/actions.ts deleteDomainAction": ({ emptyDomain }) => [state, form({ domain: emptyDomain })],
  "directory/users/actions.ts addUserAction": ({ domain, fresh }) => [
    state,
    form({ name: "New", username: fresh, domain, roles: "helper", password: "another password" }),
  ],
  "directory/users/actions.ts renameAction": onUser({ name: "Another Name" }),
  "directory/users/actions.ts rolesAction": onUser({ roles: "helper" }),
  "directory/users/actions.ts passwordAction": onUser({ password: "another password" }),
  "directory/users/actions.ts disableAction": onUser(),
  "directory/users/actions.ts enableAction": ({ disabled }) => [state, form({ address: disabled })],
  "directory/users/actions.ts deleteAction": onUser(),
  "directory/users/import-action.ts importUsersAction": (target) => [state, importedList(target)],
  "licenses/end-sessions-action.ts endSessionsAction": ({ user }) => [state, form({ user: user.id })],
  "licenses/hide-warnings-action.ts hideWarningsAction": ({ fresh }) => [
    state,
    form({ fingerprint: createHash("sha256").update(fresh).digest("hex") }),
  ],
  "licenses/import-action.ts importAction": imported,
  "licenses/import-action.ts renewAction": imported,
  "licenses/users/actions.ts changeTicks": ({ user, license }) => [
    [{ userId: user.id, licenseId: license, held: false }],
  ],
  "licenses/users/actions.ts saveTicks": ({ user, license }) => [
    state,
    form({ columns: license, shown: `${user.id}:1` }),
  ],
  "licenses/users/actions.ts selectColumns": ({ license }) => [{}, state, form({ columns: license })],
  "licenses/users/many-action.ts manyAction": many,
  "me/password-action.ts ownPasswordAction": () => [state, form({ current: PASSWORD, password: PASSWORD })],
  "me/token-actions.ts addTokenAction": ({ fresh }) => [state, form({ name: fresh, scope: "read", days: "1" })],
  "me/token-actions.ts revokeTokenAction": ({ ownToken }) => [state, form({ token: ownToken })],
  "me/token-actions.ts revokeTokenAction acme": ({ user }) => [state, form({ token: user.token })],
  "preferences-action.ts setPreference": () => [form({ theme: "dark", locale: "uk" })],
  "setup/setup-action.ts setUpAction": ({ certificate, fresh }) => {
    const key = { key: certificate, reviewed: certificate, intent: "apply" };
    const administrator = {
      domain: `${fresh}.example`,
      username: fresh,
      name: "New",
      password: "a password",
      again: "a password",
    };
    return [{ values: {}, faults: {} }, form({ token: "guessed", ...key, ...administrator })];
  },
  "sign-in/actions.ts signInAction": ({ user }) => [state, form({ username: user.address, password: user.password })],
  "sign-out-action.ts signOutAction": () => [],
};
