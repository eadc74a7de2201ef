/**
 * A page and the key worker in one thread: the same two ends as in a browser, with what is said
 * cloned on the way, as a worker's messages are.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { browserRandom } from "../src/keys/account.ts";
import { KeyClient } from "../src/keys/client.ts";
import type { Port, Source } from "../src/keys/client.ts";
import type { FromWorker, What } from "../src/keys/messages.ts";
import { Server } from "../src/keys/serve.ts";

/** Starts a key holder and gives the page's end. */
export function converse(source: Source): KeyClient {
  let alive = true;
  const port: Port = {
    onmessage: null,
    onerror: null,
    postMessage: (message, transfer) => {
      const sent = structuredClone(message, { transfer });
      queueMicrotask(() => server.hear(sent));
    },
    terminate: () => {
      alive = false;
    },
  };
  const send = (message: FromWorker): void => {
    const data = structuredClone(message);
    queueMicrotask(() => {
      if (alive) port.onmessage?.({ data });
    });
  };
  const server = new Server(send, browserRandom, () => performance.now());
  return new KeyClient(port, source);
}

/** Gives sealed bytes out of a sealed folder, and notes what was asked for. */
export function folderSource(folder: string, asked: What[] = []): Source {
  return async (what) => {
    asked.push(what);
    if (what.kind === "object") return new Uint8Array(readFileSync(join(folder, "objects", what.name)));
    const pack = readFileSync(join(folder, "packs", what.pack));
    return new Uint8Array(pack.subarray(what.offset, what.offset + what.length));
  };
}
