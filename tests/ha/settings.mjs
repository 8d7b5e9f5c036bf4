import { ADDRESSES, APP_HOSTS, DATABASE_HOSTS } from "./hosts.mjs";

/** What stands in `docs/OPERATIONS.md` as the recipe, written out for the hosts of the drill. */

const PASSWORDS = { superuser: "drill-superuser", replication: "drill-replication" };

export const DATABASE_URL = `postgres://postgres:${PASSWORDS.superuser}@127.0.0.1:5432/seatwise`;

const peerOf = (host) => `http://${ADDRESSES[host]}:2380`;

/** Words of the etcd of a host. Debian's Patroni 3.0.2 speaks its v2 interface here: see the recipe. */
export function etcdWords(host, folder) {
  const client = `http://${ADDRESSES[host]}:2379`;
  return [
    "etcd",
    `--name=${host}`,
    `--data-dir=${folder}/etcd`,
    "--enable-v2=true",
    `--listen-peer-urls=${peerOf(host)}`,
    `--initial-advertise-peer-urls=${peerOf(host)}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--initial-cluster=${DATABASE_HOSTS.map((name) => `${name}=${peerOf(name)}`).join(",")}`,
    "--heartbeat-interval=200",
    "--election-timeout=2000",
  ];
}

/** The configuration of Patroni on a host. JSON is YAML. */
export function patroniFile(host, folder) {
  const address = ADDRESSES[host];
  return JSON.stringify(
    {
      scope: "seatwise",
      name: host,
      restapi: { listen: `${address}:8008`, connect_address: `${address}:8008` },
      etcd: { hosts: DATABASE_HOSTS.map((name) => `${ADDRESSES[name]}:2379`) },
      bootstrap: {
        dcs: {
          ttl: 20,
          loop_wait: 5,
          retry_timeout: 5,
          maximum_lag_on_failover: 1_048_576,
          synchronous_mode: true,
          master_start_timeout: 60,
          postgresql: {
            use_pg_rewind: true,
            remove_data_directory_on_rewind_failure: true,
            remove_data_directory_on_diverged_timelines: true,
            use_slots: true,
            parameters: { max_connections: 60, wal_log_hints: "on", wal_keep_size: "128MB", tcp_user_timeout: 5_000 },
          },
        },
        initdb: [{ encoding: "UTF8" }, "data-checksums"],
      },
      postgresql: {
        listen: `${address}:5432`,
        connect_address: `${address}:5432`,
        data_dir: `${folder}/data`,
        bin_dir: "/usr/lib/postgresql/15/bin",
        pgpass: `${folder}/pgpass`,
        authentication: {
          superuser: { username: "postgres", password: PASSWORDS.superuser },
          replication: { username: "replicator", password: PASSWORDS.replication },
        },
        pg_hba: [
          "local all all trust",
          "host all all 10.77.0.0/24 scram-sha-256",
          "host replication replicator 10.77.0.0/24 scram-sha-256",
        ],
        parameters: { unix_socket_directories: folder, shared_buffers: "64MB" },
      },
    },
    null,
    2,
  );
}

const COMMON = `global
  maxconn 500
defaults
  timeout connect 2s
  timeout client 120s
  timeout server 120s
  timeout check 1s
`;

/** On every application host: 127.0.0.1:5432 is whoever leads, by what Patroni says of itself. */
export function databaseProxyFile() {
  const servers = DATABASE_HOSTS.map((name) => `  server ${name} ${ADDRESSES[name]}:5432 check port 8008`);
  return `${COMMON}listen database
  bind 127.0.0.1:5432
  mode tcp
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join("\n")}
`;
}

/** In front of the applications. */
export function webProxyFile() {
  const servers = APP_HOSTS.map((name) => `  server ${name} ${ADDRESSES[name]}:3000 check`);
  return `${COMMON}listen web
  bind ${ADDRESSES.lb}:80
  mode http
  option forwardfor
  option httpchk GET /api/health
  default-server inter 1s fall 2 rise 1
${servers.join("\n")}
`;
}
