import { EventEmitter, once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { textStream } from "@/app/text-stream";
import { log } from "@/lib/log";

afterEach(() => vi.restoreAllMocks());

async function* piecesOf(...pieces: (string | Error)[]): AsyncGenerator<string> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece;
    yield piece;
  }
}

/** Two pieces, of which the second comes when it is let; what becomes of it is told. */
function slowSource() {
  const gate = new EventEmitter();
  const state = { isAsked: false, isEnded: false, pieces: 0 };
  async function* pieces() {
    try {
      state.pieces += 1;
      yield "first";
      state.isAsked = true;
      await once(gate, "open");
      for (;;) {
        state.pieces += 1;
        yield "later";
      }
    } finally {
      state.isEnded = true;
    }
  }
  return { state, pieces: pieces(), letSecondCome: () => gate.emit("open") };
}

describe("a text that is sent as it comes", () => {
  it("is its start and its pieces, in order", async () => {
    expect(await new Response(textStream("a", piecesOf("b", "c"))).text()).toBe("abc");
  });

  it("ends its source when the reader leaves while a piece is fetched, and nothing is logged", async () => {
    const logged = vi.spyOn(log, "error").mockImplementation(() => {});
    const { state, pieces, letSecondCome } = slowSource();
    const reader = textStream("start", pieces).getReader();
    await reader.read();
    await reader.read();
    await turn();
    expect(state).toEqual({ isAsked: true, isEnded: false, pieces: 1 });
    const left = reader.cancel();
    letSecondCome();
    await left;
    await turn();
    expect(state).toEqual({ isAsked: true, isEnded: true, pieces: 2 });
    expect(logged).not.toHaveBeenCalled();
  });

  it("breaks off where its source fails, and that is logged", async () => {
    const logged = vi.spyOn(log, "error").mockImplementation(() => {});
    const failing = piecesOf("b", new Error("the source failed"));
    await expect(new Response(textStream("a", failing)).text()).rejects.toThrow("the source failed");
    expect(logged).toHaveBeenCalledOnce();
  });
});
