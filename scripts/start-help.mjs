export const START_HELP = `Usage: npm start -- [--empty] [--workers N]
   or: node scripts/start.mjs [--empty] [--workers N]
   or: npm start -- --build-only

  Installs and builds what is missing, prepares the database, and serves until Ctrl-C or SIGTERM.

  --empty       begins the embedded database without the demo installation
  --workers N   serves from N processes; "auto": one per processor
  --build-only  only installs and builds; asks for no settings and touches no database
  --help        prints this

Settings are read from the environment. For an installation on your own PostgreSQL:

  DATABASE_URL          postgres://user:password@host:5432/seatwise; without it the embedded database of DATA_DIR is started
  AUTH_SECRET           32 or more random characters, the same on every node: openssl rand -base64 32
  AUTH_URL              the address that browsers use, such as https://licenses.example.com (http://HOST:PORT)
  LICENSE_ISSUERS       path of the vendor's issuers.jwks.json

For every installation:

  HOST, PORT            where it listens (127.0.0.1, 3000)
  DATA_DIR              folder of the embedded database, its secret and the demo, relative to the working directory (data)
  TIME_ZONE             name of the time zone in which dates are shown (UTC)
  SESSION_IDLE_MINUTES  a session ends after so long without a request (30)
  SESSION_MAX_HOURS     and after so long in any case (12)
  TRUSTED_PROXIES       addresses or networks whose X-Forwarded-For is believed, with commas between (none)
  SETUP_TOKEN           opens /setup while there is no user, the same on every node (one is made and printed)
  DATABASE_POOL_SIZE    connections of each of the two pools of each process (10, or fewer where the database lets in few)
  LOG_LEVEL             trace, debug, info, warn, error, fatal or silent (info)
  PG_BIN_DIR            folder of PostgreSQL's programs for the embedded database (those that come along)

docs/OPERATIONS.md says the rest.
`;
