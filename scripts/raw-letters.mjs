import { STATUS_CODES } from "node:http";
import { Duplex } from "node:stream";
import { refusalOf } from "./request-target.mjs";

/** A request line, one character for each byte. */
const REQUEST_LINE = /^([A-Z]+) \/\S* HTTP\/1\.[01]\r\n/;

const STATUSES = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * Node refuses letters that a script put into an address as they are (`?q=ко` in UTF-8). Percent-encoded they are what was
 * meant, so the request is read again with them encoded; its connection ends with the answer. Everything else that cannot be
 * read as HTTP is refused as Node would, with a body that programs can read.
 *
 * @param {import("node:http").Server} server
 */
export function takeRawLetters(server) {
  server.on("clientError", (error, socket) => {
    // Bytes of an answer are on their way: nothing may come between them.
    const { _httpMessage: answering } = socket;
    if (!socket.writable || answering?.headersSent) return void socket.destroy(error);
    // What cannot be read follows a request that could be: that one is answered, and with it the connection ends.
    if (answering?.req.complete) return endWith(answering, socket);
    const encoded = error.code === "HPE_INVALID_URL" ? encodeLetters(error) : null;
    if (encoded === null) refuse(error, socket);
    else server.emit("connection", new ReadAgain(socket, encoded));
  });
}

/** The packet with its request line as it should be; null when that is not what is wrong with it, but something further back. */
function encodeLetters({ rawPacket: packet, bytesParsed }) {
  const [line = ""] = REQUEST_LINE.exec(packet?.toString("latin1") ?? "") ?? [];
  if (bytesParsed >= line.length) return null;
  const clean = line.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  if (clean === line) return null;
  return Buffer.concat([Buffer.from(`${clean}Connection: close\r\n`, "latin1"), packet.subarray(line.length)]);
}

function endWith(answering, socket) {
  answering.setHeader("connection", "close");
  readNoMore(socket);
}

/** What is still on its way is read and forgotten: a connection that is reset takes the answer with it. */
function readNoMore(socket) {
  for (const event of ["data", "end"]) socket.removeAllListeners(event);
  socket.parser?.remove?.();
  socket.on("data", () => {});
  socket.resume();
}

/** How long a sender who was refused may go on sending. */
const LINGER_MS = 1_000;

function refuse({ code, rawPacket }, socket) {
  const [, method] = (code === "HPE_INVALID_METHOD" && REQUEST_LINE.exec(rawPacket?.toString("latin1") ?? "")) || [];
  readNoMore(socket);
  end(socket, method === undefined ? (STATUSES[code] ?? 400) : 405, "The request cannot be read.");
}

/** The last answer of a connection, written by hand. */
function end(socket, status, detail) {
  const { headers, body } = refusalOf(status, STATUS_CODES[status], detail);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n${lines.join("")}\r\n`;
  socket.end(head + body);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/**
 * Refuses in words what HTTP knows and we do not serve: tunnels, and expectations other than `100-continue`.
 *
 * @param {import("node:http").Server} server
 */
export function refuseUnserved(server) {
  server.on("connect", (_, socket) => {
    socket.on("error", () => {});
    end(socket, 405, "There are no tunnels here.");
  });
  server.on("checkExpectation", (_, response) => {
    const { headers, body } = refusalOf(417, STATUS_CODES[417], "What the header Expect asks for is not done here.");
    response.writeHead(417, { ...headers, connection: "close" }).end(body);
  });
}

/** A connection from its `first` bytes on, given back by the parser that failed on them. */
class ReadAgain extends Duplex {
  #socket;

  constructor(socket, first) {
    super();
    this.#socket = socket;
    for (const event of ["data", "end", "drain", "timeout"]) socket.removeAllListeners(event);
    // Otherwise the time for its request would run out while ours is being answered.
    socket.parser?.remove?.();
    socket.on("data", (bytes) => this.push(bytes) || socket.pause());
    socket.on("end", () => this.push(null));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
    this.push(first);
  }

  get remoteAddress() {
    return this.#socket.remoteAddress;
  }

  _read() {
    this.#socket.resume();
  }

  _write(bytes, encoding, done) {
    this.#socket.write(bytes, encoding, done);
  }

  _final(done) {
    this.#socket.end(done);
  }

  /** As of a socket: when the last answer has gone out, whatever the other side does. */
  destroySoon() {
    this.end(() => this.destroy());
  }

  _destroy(error, done) {
    this.#socket.destroy();
    done(error);
  }
}
