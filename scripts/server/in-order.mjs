/** So many requests may wait on one connection; who sends more without listening is cut off. */
const MOST = 100;

/** Of each connection: when its last answer has gone out, and how many requests wait for that. */
const connections = new WeakMap();

/**
 * Handles the requests of a connection one after the other, however many arrive at once: only what changes nothing may be
 * handled beside others (RFC 9112, section 9.3.2). What waits on a connection that has ended is not done.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {() => void} handle
 */
export function inOrder({ socket }, response, handle) {
  const connection = connections.get(socket) ?? { answered: null, waiting: 0 };
  const before = connection.answered;
  connection.answered = new Promise((resolve) => response.once("close", resolve));
  connections.set(socket, connection);
  if (before === null) return handle();
  connection.waiting += 1;
  if (connection.waiting > MOST) socket.destroy();
  // Behind an answer that was its last, a connection gives itself to none any more, though it may not be gone yet.
  void goOn(before, connection, () => socket.destroyed || response.socket === null || handle());
}

async function goOn(before, connection, handle) {
  await before;
  connection.waiting -= 1;
  handle();
}
