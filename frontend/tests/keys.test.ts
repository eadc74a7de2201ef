/** The conversation between a page and the key worker: limits, ends, needs, refusals. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { KeyClient } from "../src/keys/client.ts";
import type { Port } from "../src/keys/client.ts";
import { KeyError } from "../src/keys/errors.ts";
import { KINDS, LIMITS } from "../src/keys/messages.ts";
import type { FromWorker, ToWorker } from "../src/keys/messages.ts";
import { Server } from "../src/keys/serve.ts";
import { isToWorker } from "../src/keys/validate.ts";
import { VerifiedWorker, namedIntegrity } from "../src/keys/verified.ts";
import { browserRandom } from "../src/keys/account.ts";
import { converse } from "./conversation.ts";

const BYTES = new Uint8Array(3);
const UID = "ab".repeat(16);

/** A port that notes what was said and says nothing by itself. */
class Silent implements Port {
  onmessage: Port["onmessage"] = null;
  onerror: Port["onerror"] = null;
  readonly said: ToWorker[] = [];
  ended = 0;

  postMessage(message: ToWorker): void {
    this.said.push(message);
  }

  terminate(): void {
    this.ended++;
  }

  tell(data: FromWorker): void {
    this.onmessage?.({ data });
  }
}

const never = (): Promise<never> => Promise.reject(new Error("nothing is fetched here"));
const params = (): Uint8Array<ArrayBuffer> => Uint8Array.of(1, 0, 0, 0, 3, 0, 1, 0, 0, 0, 0, 0, 1, ...new Uint8Array(16));

describe("the page's end", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("a message without a sign of life fails at its limit, and the worker is ended", async () => {
    for (const [kind, seconds] of [["recall", 20], ["stretch", 40]] as const) {
      expect(LIMITS[kind] ?? LIMITS.other).toBe(seconds);
      const port = new Silent();
      const client = new KeyClient(port, never);
      const asked =
        kind === "recall"
          ? client.ask("recall", { sealed: BYTES })
          : client.ask("stretch", { passphrase: "p", uid: UID, params: BYTES });
      const failed = expect(asked).rejects.toMatchObject({ name: "TimedOut" });
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
      expect(client.alive).toBe(true);
      await vi.advanceTimersByTimeAsync(1);
      await failed;
      expect([client.alive, port.ended]).toEqual([false, 1]);
      await expect(client.ask("lock", {})).rejects.toMatchObject({ name: "TimedOut" });
    }
  });

  test("while the page fetches, the worker is not waited for; afterwards it is", async () => {
    const port = new Silent();
    const given: (() => void)[] = [];
    const source = (): Promise<Uint8Array<ArrayBuffer>> =>
      new Promise((resolve) => given.push(() => resolve(new Uint8Array(2))));
    const client = new KeyClient(port, source);
    const failed = expect(client.ask("recall", { sealed: BYTES })).rejects.toMatchObject({ name: "TimedOut" });
    const what = { kind: "object", eid: UID, name: UID } as const;
    port.tell({ id: 1, kind: "need", need: 1, what });
    port.tell({ id: 1, kind: "need", need: 2, what });
    await vi.advanceTimersByTimeAsync(200_000);
    given[0]?.();
    await vi.advanceTimersByTimeAsync(200_000);
    expect(client.alive).toBe(true);
    given[1]?.();
    await vi.advanceTimersByTimeAsync(19_999);
    expect(client.alive).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    await failed;
    expect(client.alive).toBe(false);
  });

  test("progress and needs are signs of life", async () => {
    const port = new Silent();
    const told: number[] = [];
    const client = new KeyClient(port, async () => new Uint8Array(2));
    const asked = client.ask("recall", { sealed: BYTES }, (_, done) => told.push(done));
    const { id } = port.said[0] as ToWorker;
    await vi.advanceTimersByTimeAsync(19_000);
    port.tell({ id, kind: "progress", step: "opening", done: 1, total: 2 });
    await vi.advanceTimersByTimeAsync(19_000);
    port.tell({ id, kind: "need", need: 7, what: { kind: "object", eid: UID, name: UID } });
    await vi.advanceTimersByTimeAsync(19_000);
    expect(port.said[1]).toMatchObject({ id, kind: "given", need: 7 });
    port.tell({ id, kind: "answer", answer: { text: "found" } });
    expect(await asked).toEqual({ text: "found" });
    expect(told).toEqual([1]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.alive).toBe(true);
  });

  test("what cannot be fetched is said, and an end rejects everything that waits", async () => {
    const port = new Silent();
    const client = new KeyClient(port, never);
    const asked = client.ask("recall", { sealed: BYTES });
    const { id } = port.said[0] as ToWorker;
    port.tell({ id, kind: "need", need: 1, what: { kind: "object", eid: UID, name: UID } });
    await vi.advanceTimersByTimeAsync(0);
    expect(port.said[1]).toEqual({ id, kind: "notGiven", need: 1 });
    const failed = expect(asked).rejects.toMatchObject({ name: "Locked" });
    client.end();
    client.end();
    await failed;
    expect(port.ended).toBe(1);
  });

  test("what cannot be sent is refused at once, and the worker lives on", async () => {
    const keys = converse(never);
    const asked = keys.ask("keep", { text: (() => "") as unknown as string });
    await expect(asked).rejects.toMatchObject({ name: "BadMessage" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(keys.alive).toBe(true);
  });

  test("a worker that stops is said to be gone, and a failure keeps its name and step", async () => {
    const port = new Silent();
    const client = new KeyClient(port, never);
    const first = client.ask("recall", { sealed: BYTES });
    const failure = { name: "NotVerified", message: "a step", step: 9 } as const;
    port.tell({ id: (port.said[0] as ToWorker).id, kind: "failure", failure });
    await expect(first).rejects.toMatchObject({ name: "NotVerified", step: 9 });
    await expect(first).rejects.toBeInstanceOf(KeyError);
    const second = client.ask("recall", { sealed: BYTES });
    port.onerror?.(new Error("gone"));
    await expect(second).rejects.toMatchObject({ name: "WorkerGone" });
  });
});

describe("the worker's end", () => {
  test("before unlocking and after locking nothing is opened", async () => {
    const keys = converse(never);
    const sealed = { sealed: BYTES };
    await expect(keys.ask("recall", sealed)).rejects.toMatchObject({ name: "Locked" });
    await keys.ask("enrol", { passphrase: "made words" });
    const kept = await keys.ask("keep", { text: "half a choice" });
    expect(await keys.ask("recall", kept)).toEqual({ text: "half a choice" });
    await expect(keys.ask("recall", sealed)).rejects.toMatchObject({ name: "NotAuthentic" });
    await keys.ask("lock", {});
    await expect(keys.ask("recall", kept)).rejects.toMatchObject({ name: "Locked" });
    const receipt = keys.ask("receipt", { eid: UID });
    await expect(receipt).rejects.toMatchObject({ name: "Locked" });
  });

  test("two accounts of one passphrase share nothing, and the unused slot cannot be told", async () => {
    const keys = converse(never);
    const [one, other] = [
      await keys.ask("enrol", { passphrase: "made words" }),
      await keys.ask("enrol", { passphrase: "made words" }),
    ];
    expect(one.fp).not.toBe(other.fp);
    expect(one.params).not.toEqual(other.params);
    for (const { slots, shown, fp } of [one, other]) {
      expect(slots.map((slot) => [slot.wrap.length, slot.authHash.length])).toEqual([
        [104, 32],
        [104, 32],
      ]);
      expect(shown.replaceAll(" ", "")).toBe(fp.slice(0, 32));
    }
  });

  test("weaker parameters than the floor are refused before anything is stretched", async () => {
    const keys = converse(never);
    const weak = params();
    weak[4] = 2;
    const asked = keys.ask("stretch", { passphrase: "p", uid: UID, params: weak });
    await expect(asked).rejects.toMatchObject({ name: "WeakParameters" });
  });

  test("a later version of the manifest is sealed each time, or one after what the vault has", async () => {
    const keys = converse(never);
    await keys.ask("enrol", { passphrase: "made words" });
    const manifest = { extractions: [], policy: "", lastCheckpoint: "", receipts: [], findings: [] };
    const seal = async (after?: number): Promise<number> =>
      (await keys.ask("manifest", after === undefined ? { manifest } : { manifest, after })).version;
    expect([await seal(), await seal(), await seal(2), await seal(0)]).toEqual([2, 3, 3, 2]);
  });

  test("what is no message is refused, whatever it is", () => {
    const good = { id: 1, kind: "stretch", ask: { passphrase: "p", uid: UID, params: params() } };
    expect(isToWorker(good)).toBe(true);
    const wrong: unknown[] = [
      null,
      7,
      "enrol",
      {},
      { ...good, id: -1 },
      { ...good, id: "1" },
      { ...good, kind: "export" },
      { ...good, kind: "__proto__" },
      { ...good, more: 1 },
      { ...good, ask: null },
      { ...good, ask: { ...good.ask, uid: UID.toUpperCase() } },
      { ...good, ask: { ...good.ask, uid: UID.slice(2) } },
      { ...good, ask: { ...good.ask, passphrase: 7 } },
      { ...good, ask: { ...good.ask, params: [1] } },
      { ...good, ask: { ...good.ask, more: 1 } },
      { ...good, ask: { passphrase: "p", uid: UID } },
      { id: 1, kind: "given", need: 1, data: "text" },
      { id: 1, kind: "given", need: 1 },
      { id: 1, kind: "lock", ask: { now: 1 } },
    ];
    const heard: FromWorker[] = [];
    const server = new Server((message) => heard.push(message), browserRandom, () => 0);
    for (const message of wrong) {
      expect(isToWorker(message), JSON.stringify(message)).toBe(false);
      server.hear(message);
    }
    expect(heard.length).toBe(wrong.length);
    expect(heard.every((one) => one.kind === "failure" && one.failure.name === "BadMessage")).toBe(true);
  });

  test("every kind of message is answered or refused by name, never as a fault of ours", async () => {
    const keys = converse(never);
    const manifest = { extractions: [], policy: "", lastCheckpoint: "", receipts: [], findings: [] };
    const hash = "cd".repeat(32);
    const asks: Record<(typeof KINDS)[number], unknown> = {
      enrol: { passphrase: "" },
      stretch: { passphrase: "", uid: UID, params: BYTES },
      prove: { prf: BYTES, uid: UID, credential: BYTES },
      passkey: { prf: BYTES, credential: BYTES },
      unlock: { slots: [BYTES], manifest: BYTES, version: 1, seen: -1 },
      lock: {},
      manifest: { manifest },
      openExtraction: { eid: UID, ingest: BYTES, certs: BYTES, leaves: BYTES, catalogue: BYTES, wrap: BYTES },
      receipt: { eid: UID },
      preview: { eid: UID, scope: {}, excluded: [] },
      records: { preview: 9, show: "all", from: 0, count: 9 },
      medium: { eid: UID, sha256: hash },
      visit: { eid: UID },
      contents: { eid: UID, above: BYTES, roots: [hash] },
      beginCopy: { eid: UID, receipt: null, readme: "" },
      nextCopy: { copy: 9 },
      beginAdd: { files: [], tool: { name: "", version: "", sha256: hash }, now: 1 },
      nextAdd: { add: 9 },
      askBack: { add: 9 },
      checkBack: { add: 9, hashes: [BYTES] },
      asker: { recipient: BYTES, certs: BYTES, roots: [], now: 1 },
      grant: {
        preview: 9,
        workerKey: BYTES,
        certs: BYTES,
        roots: [hash],
        recipients: [BYTES],
        points: [],
        approval: "ask",
        until: 2,
        now: 1,
        request: "",
        policy: hash,
        notice: hash,
      },
      openDraft: { container: BYTES },
      draftRecords: { rid: UID, show: "all", from: 0, count: 1 },
      approve: { rid: UID, recipients: [], now: 1 },
      verifyLog: {
        lines: [{ index: 0, entry: BYTES, proof: null, fields: null }],
        policy: "",
        now: 1,
        remembered: "",
        consistency: [],
        receipts: [],
        ids: [],
        organisations: [],
      },
      witness: { policy: "", name: "", note: "", shown: "", consistency: [], now: 1 },
      finding: { findings: [], fresh: null, policy: "" },
      checkWords: { kind: "checkpoint", data: BYTES },
      keep: { text: "" },
      recall: { sealed: BYTES },
    };
    for (const kind of KINDS) {
      const result: unknown = await keys.ask(kind, asks[kind] as never).catch((error: unknown) => error);
      if (result instanceof KeyError) expect(["Internal", "BadMessage"], kind).not.toContain(result.name);
    }
  });
});

const SOURCE = join(import.meta.dirname, "../src");

function sources(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: "utf-8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), "utf-8")]);
}

describe("a worker that is compared first", () => {
  const message: ToWorker = { id: 1, kind: "lock", ask: {} };

  test("starts once its script has the hash that the document names, and hears what was said", async () => {
    const port = new Silent();
    const heard: FromWorker[] = [];
    const worker = new VerifiedWorker(Promise.resolve(), () => port);
    worker.onmessage = ({ data }) => heard.push(data);
    worker.postMessage(message, []);
    expect(port.said).toEqual([]);
    await Promise.resolve();
    expect(port.said).toEqual([message]);
    port.tell({ kind: "ready" });
    expect(heard).toEqual([{ kind: "ready" }]);
    worker.terminate();
    expect(port.ended).toBe(1);
  });

  test("never starts when it has another, or when it was ended before", async () => {
    let started = 0;
    const begin = (): Silent => {
      started++;
      return new Silent();
    };
    const client = new KeyClient(new VerifiedWorker(Promise.reject(new TypeError("other")), begin), never);
    await expect(client.ask("lock", {})).rejects.toMatchObject({ name: "WorkerGone" });
    const ended = new VerifiedWorker(Promise.resolve(), begin);
    ended.terminate();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(started).toBe(0);
  });

  test("is found in the document by its whole address", () => {
    const map = { integrity: { "./keys/a.js": "sha384-a", "./keys/b.js": "sha384-b" } };
    const document = (text: string | null): Document =>
      ({
        baseURI: "https://host.example/below/",
        querySelector: () => (text === null ? null : { textContent: text }),
      }) as unknown as Document;
    const page = document(JSON.stringify(map));
    expect(namedIntegrity(page, "https://host.example/below/keys/b.js")).toBe("sha384-b");
    expect(namedIntegrity(page, "./keys/a.js")).toBe("sha384-a");
    expect(namedIntegrity(page, "https://host.example/keys/a.js")).toBeUndefined();
    expect(namedIntegrity(document(null), "./keys/a.js")).toBeUndefined();
    expect(namedIntegrity(document("{}"), "./keys/a.js")).toBeUndefined();
  });
});

test("what holds keys has no network, no storage and no console", () => {
  for (const folder of ["shv1", "log", "keys"]) {
    for (const [name, text] of sources(join(SOURCE, folder))) {
      // The page's side, which starts the worker: it fetches its script, with its hash.
      if (name === "start.ts") continue;
      expect(text, name).not.toMatch(
        /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|indexedDB|localStorage|caches\.|console\./,
      );
    }
  }
});

test("pages know the messages to the key worker, and nothing that holds or makes a key", () => {
  const allowed = /\/keys\/(?:client|errors|messages|start)\.ts$/;
  let imports = 0;
  for (const [name, text] of sources(SOURCE)) {
    // The verifier's page and the court's are bundles of their own; they are given files and hold no key.
    if (/^(?:shv1|log|keys|verifier|court|stamps)\//.test(name)) continue;
    for (const [, path = ""] of text.matchAll(/from "([^"]+)"/g)) {
      expect(path, name).not.toMatch(/\/(?:shv1|log)\/|libsodium|@noble/);
      if (path.includes("/keys/")) {
        expect(path, name).toMatch(allowed);
        imports++;
      }
    }
  }
  expect(imports).toBeGreaterThan(0);
});
