/**
 * Starts the key worker: the one script URL that the page's Trusted Types policy lets through.
 *
 * The worker's file lies under `keys/`, where the server gives it a policy of its own: no
 * network, and WebAssembly, which no page may use.
 */

import { KeyClient } from "./client.ts";
import type { Port, Source } from "./client.ts";
import workerUrl from "./worker.ts?worker&url";

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

function allowed(url: string): string {
  if (url !== workerUrl) throw new TypeError("only the key worker is started here");
  return url;
}

/** Starts a worker. Keys live in it until `end`; nothing of it outlives the page. */
export function startKeys(source: Source): KeyClient {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  // A policy's name can be taken once, so it is kept for the next unlocking.
  policy ??= factory?.createPolicy("app-worker", { createScriptURL: allowed }) ?? {
    createScriptURL: allowed,
  };
  const worker = new Worker(policy.createScriptURL(workerUrl), { type: "module" });
  return new KeyClient(worker as unknown as Port, source);
}
