/**
 * Starts the key worker: the one script URL that the page's Trusted Types policy lets through.
 *
 * The worker's file lies under `keys/`, where the server gives it a policy of its own: no
 * network, and WebAssembly, which no page may use.
 */

import { KeyClient } from "./client.ts";
import type { Port, Source } from "./client.ts";
import { VerifiedWorker, namedIntegrity } from "./verified.ts";
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
  const url = policy.createScriptURL(workerUrl);
  const begin = (): Port => new Worker(url, { type: "module" }) as unknown as Port;
  return new KeyClient(new VerifiedWorker(compared(), begin), source);
}

/** Fetches the worker's script with the hash that the document names; rejects for another. */
async function compared(): Promise<void> {
  // The development server has no document with hashes in it.
  if (import.meta.env.DEV) return;
  const integrity = namedIntegrity(document, workerUrl);
  if (integrity === undefined) throw new TypeError("the document names no hash for the key worker");
  const answer = await fetch(workerUrl, { integrity });
  if (!answer.ok) throw new TypeError("the key worker's script is not there");
}
