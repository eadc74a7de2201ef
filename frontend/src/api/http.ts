/**
 * Asking the vault: JSON and sealed bytes over one address, with a token and a time limit.
 *
 * A failure is an `Unanswered` with a closed name, so that screens choose words by name.
 * Nothing is cached, no cookie is sent, and a redirect is a failure.
 */

import { fields } from "./shape.ts";
import type { Bytes } from "../keys/messages.ts";

const SECONDS = 30;
/** Sealed bytes may be large and the line slow. */
const BYTES_SECONDS = 300;
/** Bytes a second of the slowest line that what is sent is waited for on. */
const SLOWEST = 10_000;
const RECEIPTS = "Safehold-Receipts";
const RECEIPT = /^(?:0|[1-9][0-9]{0,15})(?: [0-9a-f]{64}){2}(?: [A-Za-z0-9_-]{86})?$/;

export type UnansweredName =
  | "offline"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "invalid"
  | "busy"
  | "fault";

const NAMES: Readonly<Record<string, UnansweredName>> = {
  unauthenticated: "unauthenticated",
  forbidden: "forbidden",
  "not-found": "not-found",
  conflict: "conflict",
  invalid: "invalid",
  busy: "busy",
};

export class Unanswered extends Error {
  override readonly name: UnansweredName;
  readonly status: number;

  constructor(name: UnansweredName, status: number, detail: string) {
    super(detail);
    this.name = name;
    this.status = status;
  }
}

export class Http {
  /** What the vault promised of its log (docs/formats/audit-entry.md 12), as it came. */
  readonly promised = new Set<string>();
  private token: string | null = null;
  private readonly base: string;
  private readonly fetching: typeof fetch;

  constructor(base = ".", fetching: typeof fetch = (...all) => fetch(...all)) {
    this.base = base;
    this.fetching = fetching;
  }

  /** Uses a session's token from now on; null forgets it. */
  use(token: string | null): void {
    this.token = token;
  }

  get signedIn(): boolean {
    return this.token !== null;
  }

  async get(path: string): Promise<unknown> {
    return this.json("GET", path, undefined);
  }

  /** Posts; `seconds` is how long the answer may take. */
  async post(path: string, body?: unknown, seconds = SECONDS): Promise<unknown> {
    return this.json("POST", path, body, seconds);
  }

  /** Stores sealed bytes. */
  async putBytes(path: string, data: Bytes): Promise<unknown> {
    return (await this.ask("PUT", path, data, BYTES_SECONDS)).json();
  }

  async put(path: string, body: unknown): Promise<unknown> {
    return this.json("PUT", path, body);
  }

  /** Fetches bytes whole. */
  async bytes(path: string): Promise<Bytes> {
    const answer = await this.ask("GET", path, undefined, BYTES_SECONDS);
    try {
      return new Uint8Array(await answer.arrayBuffer());
    } catch {
      throw new Unanswered("offline", 0, "the connection ended early");
    }
  }

  /** Ends the session on the way out: the answer is never waited for. */
  leave(): void {
    if (this.token === null) return;
    const headers = { Authorization: `Bearer ${this.token}` };
    this.token = null;
    void this.fetching(`${this.base}/v1/session`, {
      method: "DELETE",
      headers,
      keepalive: true,
      credentials: "omit",
    }).catch(() => undefined);
  }

  private async json(
    method: string,
    path: string,
    body: unknown,
    seconds = SECONDS,
  ): Promise<unknown> {
    const answer = await this.ask(method, path, body, seconds);
    try {
      return await answer.json();
    } catch {
      throw new Unanswered("fault", answer.status, "the answer is not JSON");
    }
  }

  private async ask(
    method: string,
    path: string,
    body: unknown,
    seconds: number,
  ): Promise<Response> {
    const headers: Record<string, string> = {};
    if (this.token !== null) headers["Authorization"] = `Bearer ${this.token}`;
    const sealed = body instanceof Uint8Array;
    if (body !== undefined) {
      headers["Content-Type"] = sealed ? "application/octet-stream" : "application/json";
    }
    const data = body === undefined || sealed ? body : JSON.stringify(body);
    // A large grant takes minutes over a slow line, and is no fault while it goes.
    const { length } = (data ?? "") as string | Bytes;
    const limit = Math.ceil(seconds + length / SLOWEST) * 1000;
    let answer: Response;
    try {
      answer = await this.fetching(`${this.base}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: data as string | Bytes }),
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(limit),
      });
    } catch {
      throw new Unanswered("offline", 0, "no answer");
    }
    if (!answer.ok) throw await problemOf(answer);
    this.keepReceipts(answer.headers.get(RECEIPTS) ?? "");
    return answer;
  }

  /** What is no receipt promises nothing, as if it had not been sent. */
  private keepReceipts(header: string): void {
    for (const text of header.split(", ")) if (RECEIPT.test(text)) this.promised.add(text);
  }
}

async function problemOf(answer: Response): Promise<Unanswered> {
  try {
    const body = fields(await answer.json());
    const name = NAMES[String(body["type"])] ?? "fault";
    return new Unanswered(name, answer.status, String(body["detail"] ?? ""));
  } catch {
    return new Unanswered("fault", answer.status, "an answer that is no problem document");
  }
}
