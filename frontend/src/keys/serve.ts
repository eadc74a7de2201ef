/**
 * The worker's end of the conversation: messages in, answers, progress and needs out.
 *
 * An error leaves with its name and, for a step, its number. What is not one of ours leaves as
 * `Internal` without a word about it.
 */

import type { Bytes, Random } from "../bytes.ts";
import { Missing } from "../shv1/errors.ts";
import { ERROR_NAMES } from "./errors.ts";
import type { ErrorName, Failure } from "./errors.ts";
import { Holder } from "./holder.ts";
import { mismatchOf } from "./looked.ts";
import type { FromWorker, ProgressStep, ToWorker, What } from "./messages.ts";
import { isToWorker } from "./validate.ts";

type Send = (message: FromWorker) => void;
type Answerable = Exclude<ToWorker, { readonly kind: "given" | "notGiven" }>;

/** Progress is told so often at most, in milliseconds. */
const EVERY = 50;

export class Server {
  private readonly holder: Holder;
  private readonly send: Send;
  private readonly clock: () => number;
  private readonly needs = new Map<number, (data: Bytes | null) => void>();
  private next = 1;

  /** `clock` gives milliseconds that only grow. */
  constructor(send: Send, random: Random, clock: () => number) {
    this.holder = new Holder(random);
    this.send = send;
    this.clock = clock;
  }

  /** Takes one message from the page. */
  hear(message: unknown): void {
    if (!isToWorker(message)) {
      const id = (message as { readonly id?: unknown } | null)?.id;
      const failure: Failure = { name: "BadMessage", message: "this is no message for the keys" };
      this.send({ id: Number.isSafeInteger(id) ? (id as number) : 0, kind: "failure", failure });
      return;
    }
    if (message.kind === "given" || message.kind === "notGiven") {
      const settle = this.needs.get(message.need);
      this.needs.delete(message.need);
      settle?.(message.kind === "given" ? message.data : null);
      return;
    }
    void this.serve(message);
  }

  private async serve({ id, kind, ask }: Answerable): Promise<void> {
    try {
      const call = { need: this.needFor(id), progress: this.progressFor(id) };
      const answer = await this.holder.answer(kind, ask as never, call);
      this.send({ id, kind: "answer", answer });
    } catch (error) {
      this.send({ id, kind: "failure", failure: failureOf(error) });
    }
  }

  private needFor(id: number): (what: What) => Promise<Bytes> {
    return (what) =>
      new Promise((resolve, reject) => {
        const need = this.next++;
        this.needs.set(need, (data) => {
          if (data === null) reject(new Missing("the page could not fetch what was sealed"));
          else resolve(data);
        });
        this.send({ id, kind: "need", need, what });
      });
  }

  private progressFor(id: number): (step: ProgressStep, done: number, total: number) => void {
    let told = -EVERY;
    return (step, done, total) => {
      const now = this.clock();
      if (done < total && now - told < EVERY) return;
      told = now;
      this.send({ id, kind: "progress", step, done, total });
    };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof Error && isName(error.name)) {
    const { name, message } = error;
    const step = (error as { readonly step?: unknown }).step;
    const mismatch = mismatchOf(error);
    return {
      name,
      message,
      ...(typeof step === "number" ? { step } : {}),
      ...(mismatch === undefined ? {} : { mismatch }),
    };
  }
  return { name: "Internal", message: "something failed in the key worker" };
}

function isName(name: string): name is ErrorName {
  return (ERROR_NAMES as readonly string[]).includes(name);
}
