/**
 * Who gets what at every door: each page.tsx and route.ts under app/, every method of a route, and the answer to each who
 * comes. Whoever builds a door adds its lines here; tests/e2e/who-may.spec.ts fails as long as one is missing, and when a
 * route answers a method that does not stand here.
 *
 * door: the file in app/ · as: `cookie` of a browser's session, or `token` of an API session in `Authorization: Bearer` ·
 * address: `{license}`, `{user}`, `{foreign}` (a user of globex.example) and `{channel}` stand for ids that are there.
 * Who comes: anonymous: without either · nobody: signed in, no role · outsider: every permission, no section · reader:
 * `read` in all sections · writer: `read`, `write` in all sections · sysadmin: everything. All are of acme.example.
 * Answers: the status, or where a redirect leads (`>sign-in`: to /sign-in, and from there back to this address; for the
 * others see WAYS).
 * The body of a call that has one stands in BODIES.
 */
export const ROUTES = `
door                              method  as      address                         anonymous  nobody     outsider   reader      writer      sysadmin

page.tsx                          GET     cookie  /                               >sign-in   >/me       >/me       >/licenses  >/licenses  >/licenses
sign-in/page.tsx                  GET     cookie  /sign-in                        200        200        200        200         200         200
renew/page.tsx                    GET     cookie  /renew                          200        200        200        200         200         200
setup/page.tsx                    GET     cookie  /setup                          404        404        404        404         404         404
me/page.tsx                       GET     cookie  /me                             >sign-in   200        200        200         200         200
me/page.tsx                       GET     cookie  /me?token=1                     >sign-in   200        200        200         200         200

licenses/page.tsx                 GET     cookie  /licenses                       >sign-in   403        403        200         200         200
licenses/page.tsx                 GET     cookie  /licenses?import=1              >sign-in   403        403        200         200         200
licenses/page.tsx                 GET     cookie  /licenses?users={license}       >sign-in   403        403        200         200         200
licenses/[id]/key/route.ts        GET     cookie  /licenses/{license}/key         401        403        403        200         200         200
licenses/users/page.tsx           GET     cookie  /licenses/users                 >sign-in   403        403        200         200         200
licenses/users/page.tsx           GET     cookie  /licenses/users?many=1          >sign-in   403        403        200         200         200

channels/page.tsx                 GET     cookie  /channels                       >gateways  >gateways  >gateways  >gateways   >gateways   >gateways
channels/chat-gateways/page.tsx   GET     cookie  /channels/chat-gateways         >sign-in   403        403        200         200         200
channels/email-profiles/page.tsx  GET     cookie  /channels/email-profiles        >sign-in   403        403        200         200         200

directory/users/page.tsx          GET     cookie  /directory/users                >sign-in   403        403        200         200         200
directory/users/page.tsx          GET     cookie  /directory/users?add=1          >sign-in   403        403        403         403         200
directory/users/page.tsx          GET     cookie  /directory/users?import=1       >sign-in   403        403        403         403         200
directory/users/page.tsx          GET     cookie  /directory/users?edit={user}    >sign-in   403        403        403         200         200
directory/users/page.tsx          GET     cookie  /directory/users?edit={foreign} >sign-in   403        403        403         404         200
directory/domains/page.tsx        GET     cookie  /directory/domains              >sign-in   403        403        200         200         200
directory/domains/page.tsx        GET     cookie  /directory/domains?add=1        >sign-in   403        403        403         403         200

audit/page.tsx                    GET     cookie  /audit                          >sign-in   403        403        200         200         200
audit/csv/route.ts                GET     cookie  /audit/csv                      401        403        403        200         200         200

api/auth/[...nextauth]/route.ts   GET     cookie  /api/auth/session               200        200        200        200         200         200
api/auth/[...nextauth]/route.ts   POST    cookie  /api/auth/signout               >csrf      >csrf      >csrf      >csrf       >csrf       >csrf
api/auth/[...nextauth]/route.ts   POST    cookie  /api/auth/callback/credentials  >csrf      >csrf      >csrf      >csrf       >csrf       >csrf
api/health/route.ts               GET     cookie  /api/health                     200        200        200        200         200         200
api/health/ready/route.ts         GET     cookie  /api/health/ready               200        200        200        200         200         200
api/openapi.json/route.ts         GET     cookie  /api/openapi.json               200        200        200        200         200         200
api/docs/page.tsx                 GET     cookie  /api/docs                       200        200        200        200         200         200

api/customer/route.ts             PUT     cookie  /api/customer                   200        200        200        200         200         200
api/customer/route.ts             GET     token   /api/customer                   401        403        403        200         200         200
api/customer/route.ts             GET     cookie  /api/customer                   401        401        401        401         401         401
api/license/route.ts              GET     token   /api/license                    401        403        403        200         200         200
api/license/route.ts              GET     cookie  /api/license                    401        401        401        401         401         401
api/products/route.ts             GET     token   /api/products                   401        403        403        200         200         200
api/products/route.ts             GET     cookie  /api/products                   401        401        401        401         401         401
api/products/[id]/users/route.ts  GET     token   /api/products/{license}/users   401        403        403        200         200         200
api/products/[id]/users/route.ts  GET     cookie  /api/products/{license}/users   401        401        401        401         401         401
api/users/route.ts                GET     token   /api/users                      401        403        403        200         200         200
api/users/route.ts                GET     cookie  /api/users                      401        401        401        401         401         401
api/users/[id]/route.ts           GET     token   /api/users/{user}               401        403        403        200         200         200
api/users/[id]/route.ts           GET     cookie  /api/users/{user}               401        401        401        401         401         401
api/users/search/route.ts         POST    token   /api/users/search               401        403        403        200         200         200
api/users/search/route.ts         POST    cookie  /api/users/search               401        401        401        401         401         401
api/users/[id]/route.ts           PATCH   token   /api/users/{user}               401        403        403        403         200         200
api/users/[id]/route.ts           PATCH   cookie  /api/users/{user}               401        401        401        401         401         401
api/users/[id]/route.ts           PUT     token   /api/users/{user}               401        403        403        403         200         200
api/users/[id]/route.ts           PUT     cookie  /api/users/{user}               401        401        401        401         401         401
api/users/[id]/route.ts           GET     token   /api/users/{foreign}            401        403        403        404         404         200
api/users/[id]/route.ts           PATCH   token   /api/users/{foreign}            401        403        403        403         404         200
api/users/[id]/route.ts           PUT     token   /api/users/{foreign}            401        403        403        403         404         200
api/users/[id]/license/[license_id]/route.ts  PUT     token   /api/users/{foreign}/license/{license}  401     403        403        403         404         200
api/users/[id]/license/[license_id]/route.ts  DELETE  token   /api/users/{foreign}/license/{license}  401     403        403        403         404         200
api/users/[id]/logout/route.ts    POST    token   /api/users/{foreign}/logout     401        403        403        403         404         403
api/users/[id]/license/[license_id]/route.ts  PUT     token   /api/users/{user}/license/{license}  401        403        403        403         200         200
api/users/[id]/license/[license_id]/route.ts  PUT     cookie  /api/users/{user}/license/{license}  401        401        401        401         401         401
api/users/[id]/license/[license_id]/route.ts  DELETE  token   /api/users/{user}/license/{license}  401        403        403        403         200         200
api/users/[id]/license/[license_id]/route.ts  DELETE  cookie  /api/users/{user}/license/{license}  401        401        401        401         401         401
api/users/license/route.ts        POST    token   /api/users/license              401        403        403        403         200         200
api/users/license/route.ts        POST    cookie  /api/users/license              401        401        401        401         401         401
api/users/[id]/logout/route.ts    POST    token   /api/users/{user}/logout        401        403        403        403         400         400
api/users/[id]/logout/route.ts    POST    cookie  /api/users/{user}/logout        401        401        401        401         401         401
api/login/route.ts                GET     cookie  /api/login?domain=acme.example  200        200        200        200        200        200
api/login/route.ts                POST    cookie  /api/login                      401        401        401        401        401        401
api/userinfo/route.ts             GET     token   /api/userinfo                   401        200        200        200        200        200
api/userinfo/route.ts             GET     cookie  /api/userinfo                   401        401        401        401        401        401
api/userinfo/route.ts             POST    token   /api/userinfo                   401        200        200        200        200        200
api/userinfo/route.ts             POST    cookie  /api/userinfo                   401        401        401        401        401        401
api/role/metadata/access/route.ts GET     token   /api/role/metadata/access       401        200        200        200        200        200
api/role/metadata/access/route.ts GET     cookie  /api/role/metadata/access       401        401        401        401        401        401
api/user/settings/timezone/route.ts GET     token   /api/user/settings/timezone     401        200        200        200        200        200
api/user/settings/timezone/route.ts GET     cookie  /api/user/settings/timezone     401        401        401        401        401        401
api/users/warnings/route.ts       GET     token   /api/users/warnings             401        403        403        200        200        200
api/users/warnings/route.ts       GET     cookie  /api/users/warnings             401        401        401        401        401        401
api/settings/route.ts             GET     token   /api/settings                   401        200        200        200        200        200
api/settings/route.ts             GET     cookie  /api/settings                   401        401        401        401        401        401
api/[[...path]]/route.ts          GET     token   /api/nothing                    404        404        404        404         404         404

api/logout/route.ts               POST    cookie  /api/logout                     401        401        401        401        401        401
api/logout/route.ts               POST    token   /api/logout                     401        200        200        200        200        200
`;

/** Where redirects lead, by the word of the table. */
export const WAYS: Record<string, string> = {
  gateways: "/channels/chat-gateways",
  csrf: "/sign-in?error=MissingCSRF",
};

/** What stands in the portal under test. */
export type Stands = {
  url: string;
  license: string;
  user: string;
  foreign: string;
  channel: string;
  certificate: string;
};

/** The JSON that a call carries, by method and address as they stand in the table. */
export const BODIES: Record<string, (stands: Stands) => object> = {
  "PUT /api/customer": ({ certificate }) => ({ certificate }),
  "POST /api/login": () => ({ username: "stranger@acme.example", password: "wrong" }),
  "POST /api/users/license": ({ user, license }) => ({ items: [{ user_id: user, license_id: license }] }),
};
