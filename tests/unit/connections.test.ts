import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { promisify } from "node:util";
import { expect, it, vi } from "vitest";
import { takeRawLetters } from "@/scripts/raw-letters.mjs";
import { inOrder } from "@/scripts/server/in-order.mjs";

it("a connection whose request was read again ends with its answer, though the other side keeps it open", async () => {
  const server = createServer((_, response) => response.end("well"));
  takeRawLetters(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  socket.write("GET /?q=ко HTTP/1.1\r\nHost: x\r\n\r\n");
  socket.resume();
  await once(socket, "end");
  await vi.waitFor(async () => expect(await promisify(server.getConnections.bind(server))()).toBe(0));
  socket.destroy();
  server.close();
});

it.each([
  ["is handled when that has gone out", {}, 1],
  ["is not done where that was the last of its connection", null, 0],
])("a request behind an answer %s", async (_, place, times) => {
  const request = { socket: { destroyed: false } } as IncomingMessage;
  const [first, second] = [new EventEmitter(), Object.assign(new EventEmitter(), { socket: place })];
  const handle = vi.fn<() => void>();
  inOrder(request, first as ServerResponse, () => {});
  inOrder(request, second as unknown as ServerResponse, handle);
  expect(handle).not.toHaveBeenCalled();
  first.emit("close");
  await new Promise((resolve) => setImmediate(resolve));
  expect(handle).toHaveBeenCalledTimes(times);
});
