/**
 * Who may do what (specification §5): every verb of lib/use-cases, on whose things, and the answer to each who asks.
 *
 * Who asks, each with the rights of the line's section alone:
 * anonymous: without a session · nobody: signed in, no role · outsider: every permission, in all sections but this one ·
 * reader: `read` · writer: `read`, `write` · keeper: every permission but `all_domains` · foreign: as writer, of
 * globex.example · wide: as writer with `all_domains`, of globex.example · sysadmin: everything · bearer: brings a valid
 * certificate. All are of acme.example except foreign and wide.
 *
 * On whose things: acme, globex: a user, channels, an act of that domain · chief: a user of acme.example with every right ·
 * beyond: gives the role `sysadmin` to a user of acme.example.
 *
 * Answers: done · acme, globex, all: done, and these domains' things are seen · none: done, on nobody · signin:
 * unauthenticated · denied: access_denied · hidden: not_found · other: other_domain · domain: bad_request, there is no
 * such domain · role: that line of the list is refused for a role beyond the actor's rights · ·: cannot be asked.
 * Whoever is answered anything but done, or only sees, has changed nothing at all.
 */
export const WHO_MAY = `
act                            on      section   anonymous nobody  outsider reader  writer  keeper  foreign wide    sysadmin bearer

licenses/list-licenses         -       license   signin    denied  denied   done    done    done    done    done    done     denied
licenses/open-registry         -       license   signin    denied  denied   acme    acme    acme    globex  all     all      denied
licenses/get-license-key       -       license   signin    denied  denied   done    done    done    done    done    done     denied
licenses/list-holders          -       license   signin    denied  denied   acme    acme    acme    globex  all     all      denied
licenses/export-holders        -       license   signin    denied  denied   acme    acme    acme    globex  all     all      denied
licenses/list-warnings         -       license   signin    denied  denied   done    done    done    done    done    done     denied
licenses/hide-warnings         -       license   signin    denied  denied   done    done    done    done    done    done     denied
licenses/preview-import        -       license   signin    denied  denied   done    done    done    done    done    done     done
licenses/import-certificate    -       license   signin    denied  denied   done    done    done    done    done    done     done
licenses/get-customer          -       license   signin    denied  denied   done    done    done    done    done    done     denied

grants/list-grants             -       license   signin    denied  denied   acme    acme    acme    globex  all     all      denied
grants/list-user-grants        -       license   signin    denied  denied   acme    acme    acme    globex  all     all      denied
grants/list-users-behind       -       license   signin    denied  denied   acme    acme    acme    globex  all     all      denied
grants/export-user-cells       -       license   signin    denied  denied   acme    acme    acme    globex  all     all      denied
grants/get-user-grants         acme    license   signin    denied  denied   done    done    done    hidden  done    done     denied
grants/get-user-grants         globex  license   signin    denied  denied   hidden  hidden  hidden  done    done    done     denied
grants/choose-columns          -       license   signin    denied  denied   done    done    done    done    done    done     denied
grants/change-grants           acme    license   signin    denied  denied   denied  done    done    hidden  done    done     denied
grants/change-grants           globex  license   signin    denied  denied   denied  hidden  hidden  done    done    done     denied
grants/change-user-grant       acme    license   signin    denied  denied   denied  done    done    hidden  done    done     denied
grants/change-user-grant       globex  license   signin    denied  denied   denied  hidden  hidden  done    done    done     denied
grants/set-user-grants         acme    license   signin    denied  denied   denied  done    done    hidden  done    done     denied
grants/set-user-grants         globex  license   signin    denied  denied   denied  hidden  hidden  done    done    done     denied
grants/change-grant-list       acme    license   signin    denied  denied   denied  done    done    hidden  done    done     denied
grants/change-grant-list       globex  license   signin    denied  denied   denied  hidden  hidden  done    done    done     denied
grants/preview-many            acme    license   signin    denied  denied   denied  done    done    none    done    done     denied
grants/preview-many            globex  license   signin    denied  denied   denied  none    none    done    done    done     denied
grants/change-many             acme    license   signin    denied  denied   denied  done    done    none    done    done     denied
grants/change-many             globex  license   signin    denied  denied   denied  none    none    done    done    done     denied
grants/undo-act                acme    license   signin    denied  denied   denied  done    done    hidden  done    done     denied
grants/undo-act                globex  license   signin    denied  denied   denied  hidden  hidden  done    done    done     denied

sessions/describe-me           -       license   signin    done    done     done    done    done    done    done    done     ·
sessions/open-me               -       license   signin    done    done     done    done    done    done    done    done     ·
sessions/get-user-info         -       license   signin    done    done     done    done    done    done    done    done     ·
sessions/get-user-sessions     acme    license   signin    denied  denied   denied  done    done    none    none    done     denied
sessions/get-user-sessions     globex  license   signin    denied  denied   denied  none    none    done    done    none     denied
sessions/end-user-sessions     acme    license   signin    denied  denied   denied  done    done    hidden  other   done     denied
sessions/end-user-sessions     globex  license   signin    denied  denied   denied  hidden  hidden  done    done    other    denied
sessions/end-user-sessions     chief   license   signin    denied  denied   denied  done    done    hidden  other   done     denied

tokens/add-token               -       license   signin    done    done     done    done    done    done    done    done     denied
tokens/list-tokens             -       license   signin    done    done     done    done    done    done    done    done     denied
tokens/revoke-token            -       license   signin    hidden  hidden   hidden  hidden  hidden  hidden  hidden  hidden   denied

channels/list-channels         -       channels  signin    denied  denied   acme    acme    acme    globex  all     all      denied
channels/add-channel           acme    channels  signin    denied  denied   denied  done    done    domain  done    done     denied
channels/add-channel           globex  channels  signin    denied  denied   denied  domain  domain  done    done    done     denied
channels/rename-channel        acme    channels  signin    denied  denied   denied  done    done    hidden  done    done     denied
channels/rename-channel        globex  channels  signin    denied  denied   denied  hidden  hidden  done    done    done     denied
channels/enable-channel        acme    channels  signin    denied  denied   denied  done    done    hidden  done    done     denied
channels/enable-channel        globex  channels  signin    denied  denied   denied  hidden  hidden  done    done    done     denied
channels/disable-channel       acme    channels  signin    denied  denied   denied  done    done    hidden  done    done     denied
channels/disable-channel       globex  channels  signin    denied  denied   denied  hidden  hidden  done    done    done     denied
channels/remove-channel        acme    channels  signin    denied  denied   denied  done    done    hidden  done    done     denied
channels/remove-channel        globex  channels  signin    denied  denied   denied  hidden  hidden  done    done    done     denied

directory/list-users           -       users     signin    denied  denied   acme    acme    acme    globex  all     all      denied
directory/list-domains         -       users     signin    denied  denied   acme    acme    acme    globex  all     all      denied
directory/add-domain           -       users     signin    denied  denied   denied  denied  denied  denied  denied  done     denied
directory/rename-domain        -       users     signin    denied  denied   denied  denied  denied  denied  done    done     denied
directory/disable-domain       -       users     signin    denied  denied   denied  denied  denied  denied  done    done     denied
directory/enable-domain        -       users     signin    denied  denied   denied  denied  denied  denied  done    done     denied
directory/delete-domain        -       users     signin    denied  denied   denied  denied  denied  denied  denied  done     denied
directory/delete-role          -       users     signin    denied  denied   denied  denied  denied  denied  denied  done     denied
directory/list-roles           -       users     signin    denied  denied   done    done    done    done    done    done     denied
directory/set-role             -       users     signin    denied  denied   denied  denied  denied  denied  denied  done     denied
directory/add-user             acme    users     signin    denied  denied   denied  denied  done    denied  denied  done     denied
directory/add-user             globex  users     signin    denied  denied   denied  denied  domain  denied  denied  done     denied
directory/add-user             beyond  users     signin    denied  denied   denied  denied  denied  denied  denied  done     denied
directory/preview-users        acme    users     signin    denied  denied   denied  denied  done    denied  denied  done     denied
directory/preview-users        globex  users     signin    denied  denied   denied  denied  domain  denied  denied  done     denied
directory/preview-users        beyond  users     signin    denied  denied   denied  denied  role    denied  denied  done     denied
directory/import-users         acme    users     signin    denied  denied   denied  denied  done    denied  denied  done     denied
directory/import-users         globex  users     signin    denied  denied   denied  denied  domain  denied  denied  done     denied
directory/import-users         beyond  users     signin    denied  denied   denied  denied  role    denied  denied  done     denied
directory/edit-user            acme    users     signin    denied  denied   denied  done    done    hidden  done    done     denied
directory/edit-user            globex  users     signin    denied  denied   denied  hidden  hidden  done    done    done     denied
directory/edit-user            chief   users     signin    denied  denied   denied  done    done    hidden  done    done     denied
directory/set-user-roles       acme    users     signin    denied  denied   denied  done    done    hidden  done    done     denied
directory/set-user-roles       globex  users     signin    denied  denied   denied  hidden  hidden  done    done    done     denied
directory/set-user-roles       beyond  users     signin    denied  denied   denied  denied  denied  hidden  denied  done     denied
directory/set-user-roles       chief   users     signin    denied  denied   denied  denied  denied  hidden  denied  done     denied
directory/change-own-password  -       users     signin    done    done     done    done    done    done    done    done     denied
directory/set-password         acme    users     signin    denied  denied   denied  done    done    hidden  done    done     denied
directory/set-password         globex  users     signin    denied  denied   denied  hidden  hidden  done    done    done     denied
directory/set-password         chief   users     signin    denied  denied   denied  denied  denied  hidden  denied  done     denied
directory/disable-user         acme    users     signin    denied  denied   denied  done    done    hidden  done    done     denied
directory/disable-user         globex  users     signin    denied  denied   denied  hidden  hidden  done    done    done     denied
directory/disable-user         chief   users     signin    denied  denied   denied  denied  denied  hidden  denied  done     denied
directory/enable-user          acme    users     signin    denied  denied   denied  done    done    hidden  done    done     denied
directory/enable-user          globex  users     signin    denied  denied   denied  hidden  hidden  done    done    done     denied
directory/enable-user          chief   users     signin    denied  denied   denied  denied  denied  hidden  denied  done     denied
directory/delete-user          acme    users     signin    denied  denied   denied  denied  done    denied  denied  done     denied
directory/delete-user          globex  users     signin    denied  denied   denied  denied  hidden  denied  denied  done     denied
directory/delete-user          chief   users     signin    denied  denied   denied  denied  denied  denied  denied  done     denied

audit/list-audit               -       audit     signin    denied  denied   acme    acme    acme    globex  all     all      denied
audit/export-audit             -       audit     signin    denied  denied   acme    acme    acme    globex  all     all      denied
audit/verify-audit             -       audit     signin    denied  denied   done    done    done    done    done    done     denied
`;

/** Verbs that ask nobody who they are, and why. */
export const FREE: Record<string, string> = {
  "sessions/sign-in": "the password is the authority",
  "sessions/sign-out": "the token is the authority",
  "sessions/extend-sessions": "sessions that were used live on; nobody can call it from outside",
  "sessions/sweep-attempts": "removes what has ended by itself; nobody can call it from outside",
  "sessions/sweep-seats": "removes what has ended by itself; nobody can call it from outside",
  "sessions/sweep-sessions": "removes what has ended by itself; nobody can call it from outside",
  "installation/watch-clock": "remembers what time it is; nobody can call it from outside",
  "audit/seal-audit": "says nothing that is not there; nobody can call it from outside",
  "audit/seal-recent-audit": "the same",
  "installation/set-up": "the token of the server is the authority, as long as there is no user",
  "installation/get-installation-state": "the sign-in page must say it before anybody is known",
  "installation/is-database-ready": "the readiness probe of the machine",
};

/** What the files of lib/use-cases export besides verbs: parts of them, which do nothing on their own. */
export const NO_VERBS: Record<string, string> = {
  "directory/refuse-outcome": "what an act came to as a refusal, for the verbs on users and domains",
  "directory/read-user-list": "reads the text of a list, for the import",
  "licenses/plan-import-of": "preview and import have asked before they plan",
};
