import { connect, createServer } from "node:net";

/** @typedef {{ text: string, params: (string | null)[] }} Statement */

/**
 * Stands between a client and PostgreSQL and notes what passes. Counted on the wire, a round trip is what the client
 * waits for, whatever library sends it: a Sync or Flush of the extended protocol, or a simple query.
 *
 * @param {string} url of the database
 * @returns {Promise<{ url: string, take: () => { roundTrips: number, statements: Statement[] }, close: () => void }>}
 *   `url` leads through here; `take` answers what passed since the last `take`
 */
export async function tapDatabase(url) {
  const target = new URL(url);
  const seen = { roundTrips: 0, statements: [] };
  const sockets = new Set();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.pipe(upstream).pipe(client);
    client.on("data", createReader(seen));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => [client, upstream].forEach((each) => each.destroy()));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const through = new URL(url);
  through.port = String(server.address().port);
  return {
    url: through.href,
    take: () => {
      const taken = { ...seen };
      Object.assign(seen, { roundTrips: 0, statements: [] });
      return taken;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Cuts one connection's stream into messages; only the very first has no letter before its length. */
function createReader(seen) {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  const prepared = new Map();
  const bound = { statement: null };
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isFirst ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      if (!isFirst) note(seen, prepared, bound, String.fromCharCode(message[0]), message.subarray(5));
      isFirst = false;
      rest = rest.subarray(length);
    }
  };
}

function note(seen, prepared, bound, letter, body) {
  if (letter === "P") {
    const [name, text] = texts(body, 2);
    prepared.set(name, text);
  }
  if (letter === "B") bound.statement = readBind(prepared, body);
  if (letter === "E") seen.statements.push(bound.statement);
  if (letter === "Q") seen.statements.push({ text: texts(body, 1)[0], params: [] });
  if ("SHQ".includes(letter)) seen.roundTrips += 1;
}

/** Portal, statement, formats, then the parameters, each after its length; -1 stands for null. */
function readBind(prepared, body) {
  const [portal, name] = texts(body, 2);
  let at = Buffer.byteLength(portal) + Buffer.byteLength(name) + 2;
  at += 2 + 2 * body.readUInt16BE(at);
  const count = body.readUInt16BE(at);
  at += 2;
  const params = Array.from({ length: count }, () => {
    const length = body.readInt32BE(at);
    const value = length === -1 ? null : body.toString("utf8", at + 4, at + 4 + length);
    at += 4 + Math.max(length, 0);
    return value;
  });
  return { text: prepared.get(name), params };
}

/** The first few texts of a message, each ended by a zero. */
function texts(body, count) {
  return body.toString("utf8").split("\0", count);
}
