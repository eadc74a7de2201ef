/**
 * A worker that is started only when its script has the hash that the document names.
 *
 * Browsers check the integrity of a page's scripts, and of no worker. So the script is fetched
 * first, with its hash, and started after that; what the page says meanwhile waits. The server
 * could still give other bytes the second time, but for the browser's own copy, which is marked
 * as never changing.
 */

import type { Port } from "./client.ts";
import type { ToWorker } from "./messages.ts";

export class VerifiedWorker implements Port {
  onmessage: Port["onmessage"] = null;
  onerror: Port["onerror"] = null;
  private readonly start: () => Port;
  private worker: Port | null = null;
  private waiting: (readonly [ToWorker, Transferable[]])[] = [];
  private ended = false;

  /** `checked` settles once the script was compared; `start` starts it. */
  constructor(checked: Promise<unknown>, start: () => Port) {
    this.start = start;
    checked.then(
      () => this.begin(),
      (error: unknown) => this.fail(error),
    );
  }

  postMessage(message: ToWorker, transfer: Transferable[]): void {
    if (this.worker === null) this.waiting.push([message, transfer]);
    else this.worker.postMessage(message, transfer);
  }

  terminate(): void {
    this.ended = true;
    this.waiting = [];
    this.worker?.terminate();
  }

  private begin(): void {
    if (this.ended) return;
    this.worker = this.start();
    this.worker.onmessage = (event) => this.onmessage?.(event);
    this.worker.onerror = (event) => this.fail(event);
    for (const [message, transfer] of this.waiting.splice(0)) {
      this.worker.postMessage(message, transfer);
    }
  }

  private fail(error: unknown): void {
    if (!this.ended) this.onerror?.(error);
  }
}

/** Finds the hash that the document's import map names for a script, or undefined. */
export function namedIntegrity(document: Document, url: string): string | undefined {
  const text = document.querySelector('script[type="importmap"]')?.textContent;
  if (typeof text !== "string") return undefined;
  const { integrity = {} } = JSON.parse(text) as { integrity?: Record<string, string> };
  const wanted = new URL(url, document.baseURI).href;
  return Object.entries(integrity).find(
    ([name]) => new URL(name, document.baseURI).href === wanted,
  )?.[1];
}
