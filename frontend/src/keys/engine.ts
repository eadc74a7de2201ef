/** Whether this browser can do what the key worker needs; said at once instead of never. */

import { ready } from "../shv1/sodium.ts";

/** WebAssembly or WebCrypto is blocked or missing. */
export class NoEngine extends Error {
  override readonly name = "NoEngine";
}

// The shortest module there is: with WebAssembly blocked, libsodium would wait for ever.
const NOTHING = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let started: Promise<void> | undefined;

/** Waits until everything can be used, or throws NoEngine. */
export function engine(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  if (typeof crypto === "undefined" || typeof crypto.subtle === "undefined") {
    throw new NoEngine("this browser has no WebCrypto here");
  }
  if (typeof DecompressionStream === "undefined") {
    throw new NoEngine("this browser cannot unpack what was sealed");
  }
  try {
    await WebAssembly.compile(NOTHING);
  } catch {
    throw new NoEngine("WebAssembly is blocked or missing");
  }
  await ready();
}
