/**
 * The page's side of the key worker: a promise for each message, a time limit, an end.
 *
 * A message fails when nothing was heard of it for its time limit, and then the worker is
 * ended: with WebAssembly blocked it may never answer. While the page fetches for it the worker
 * is not waited for: a picture may take minutes, and the fetch has a limit of its own. After `end` every promise rejects.
 */

import { KeyError } from "./errors.ts";
import type { Failure } from "./errors.ts";
import { LIMITS } from "./messages.ts";
import type { Answer, Ask, Bytes, FromWorker, Kind, ProgressStep, ToWorker, What } from "./messages.ts";

/** What of a Worker is used, so that a test can run one in its own thread. */
export interface Port {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
  onerror: ((event: unknown) => void) | null;
}

/** Fetches sealed bytes for the worker, or rejects. */
export type Source = (what: What) => Promise<Bytes>;

export type Progress = (step: ProgressStep, done: number, total: number) => void;

interface Pending {
  readonly seconds: number;
  readonly progress: Progress | undefined;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: KeyError) => void;
  timer: ReturnType<typeof setTimeout> | undefined;
  fetching: number;
}

export class KeyClient {
  private readonly pending = new Map<number, Pending>();
  private next = 1;
  private ended: Failure | undefined;
  private readonly port: Port;
  private readonly source: Source;

  /** Takes a worker that was just started, and how to fetch sealed bytes for it. */
  constructor(port: Port, source: Source) {
    this.port = port;
    this.source = source;
    port.onmessage = (event) => this.hear(event.data);
    port.onerror = () => this.fail({ name: "WorkerGone", message: "the key worker stopped" });
  }

  /** Asks, and gives the answer; rejects with a KeyError. */
  ask<K extends Kind>(kind: K, ask: Ask<K>, progress?: Progress): Promise<Answer<K>> {
    if (this.ended !== undefined) return Promise.reject(new KeyError(this.ended));
    const id = this.next++;
    return new Promise<Answer<K>>((resolve, reject) => {
      const seconds = LIMITS[kind] ?? LIMITS.other;
      const waiting: Pending = { seconds, progress, resolve, reject, timer: undefined, fetching: 0 };
      this.pending.set(id, waiting);
      this.wait(waiting);
      try {
        this.port.postMessage({ id, kind, ask } as ToWorker, []);
      } catch {
        // What cannot be cloned never arrives; nobody should wait for an answer to it.
        this.settle(id, waiting);
        reject(new KeyError({ name: "BadMessage", message: "the message cannot be sent" }));
      }
    });
  }

  /** Whether the worker can still be asked. */
  get alive(): boolean {
    return this.ended === undefined;
  }

  /** Ends the worker and with it every key; safe to call twice. */
  end(): void {
    this.fail({ name: "Locked", message: "the key worker was ended" });
  }

  private hear(message: FromWorker): void {
    if (message.kind === "ready") return;
    const waiting = this.pending.get(message.id);
    if (waiting === undefined) return;
    this.wait(waiting);
    switch (message.kind) {
      case "progress":
        waiting.progress?.(message.step, message.done, message.total);
        return;
      case "need":
        void this.supply(message.id, waiting, message.need, message.what);
        return;
      case "answer":
        this.settle(message.id, waiting);
        waiting.resolve(message.answer as never);
        return;
      case "failure":
        this.settle(message.id, waiting);
        waiting.reject(new KeyError(message.failure));
    }
  }

  private async supply(id: number, waiting: Pending, need: number, what: What): Promise<void> {
    waiting.fetching++;
    clearTimeout(waiting.timer);
    let given: ToWorker;
    let transfer: Transferable[] = [];
    try {
      const data = await this.source(what);
      given = { id, kind: "given", need, data };
      transfer = [data.buffer];
    } catch {
      given = { id, kind: "notGiven", need };
    }
    if (this.ended === undefined) this.port.postMessage(given, transfer);
    waiting.fetching--;
    if (this.pending.has(id)) this.wait(waiting);
  }

  private wait(waiting: Pending): void {
    clearTimeout(waiting.timer);
    if (waiting.fetching > 0) return;
    waiting.timer = setTimeout(
      () => this.fail({ name: "TimedOut", message: "the key worker gave no sign of life" }),
      waiting.seconds * 1000,
    );
  }

  private settle(id: number, waiting: Pending): void {
    clearTimeout(waiting.timer);
    this.pending.delete(id);
  }

  private fail(failure: Failure): void {
    if (this.ended !== undefined) return;
    this.ended = failure;
    this.port.onmessage = null;
    this.port.onerror = null;
    this.port.terminate();
    for (const [id, waiting] of this.pending) {
      this.settle(id, waiting);
      waiting.reject(new KeyError(failure));
    }
  }
}
