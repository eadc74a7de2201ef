/**
 * Two clients, one format: what Python seals the browser's client opens, and the reverse.
 *
 * Everything about an extraction goes through the messages between a page and the key worker.
 */

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, fromUtf8, hex, utf8 } from "../src/bytes.ts";
import { browserRandom } from "../src/keys/account.ts";
import { KeyError } from "../src/keys/errors.ts";
import type { Place, What } from "../src/keys/messages.ts";
import { parseParams } from "../src/shv1/account.ts";
import { openBox, sealBox } from "../src/shv1/box.ts";
import { marshal, parse } from "../src/shv1/canonical.ts";
import { openFile, sealFile } from "../src/shv1/envelope.ts";
import { InvalidScope, Malformed } from "../src/shv1/errors.ts";
import { decider, filterName, fold } from "../src/shv1/filter.ts";
import { identityOf, parseBundle } from "../src/shv1/identity.ts";
import { leaves } from "../src/shv1/preview.ts";
import { parseScope, scopeBody } from "../src/shv1/scope.ts";
import { sha256 } from "../src/shv1/sodium.ts";
import { openFrom, sealTo } from "../src/shv1/wrap.ts";
import { MadeCase, everyRecord } from "./case.ts";
import { converse, folderSource } from "./conversation.ts";
import { read, reference } from "./python.ts";

let made: MadeCase;

beforeAll(async () => {
  made = await MadeCase.make();
});

afterAll(() => made.remove());

describe("what Python made", () => {
  test("boxes, wraps and sealed files open", async () => {
    for (const box of made.given.boxes) {
      const plain = await openBox(bytesOf(box.key), "a use", utf8("context"), bytesOf(box.sealed));
      expect(hex(plain)).toBe(box.plain);
    }
    const her = identityOf(bytesOf(made.given.account.root));
    const wrapped = await openFrom(her.kem, "a use", utf8("context"), bytesOf(made.given.wrap.sealed));
    expect(hex(wrapped)).toBe(made.given.wrap.plain);
    const file = bytesOf(made.given.file.sealed);
    const plain = await openFile(her.bundle.fp, her.kem, "a use", utf8("context"), file);
    expect(hex(plain)).toBe(made.given.file.plain);
  });

  test("canonical JSON is accepted and refused alike", () => {
    for (const [text, good] of made.given.canonical) {
      const data = utf8(text);
      if (good) expect(hex(marshal(parse(data)))).toBe(hex(data));
      else expect(() => parse(data), text).toThrow(Malformed);
    }
  });

  test("scopes are accepted, refused and spelt alike", () => {
    for (const { scope, body } of made.given.scopes) {
      if (body === null) expect(() => parseScope(scope), JSON.stringify(scope)).toThrow(InvalidScope);
      else expect(fromUtf8(marshal(scopeBody(parseScope(scope))))).toBe(fromUtf8(marshal(body)));
    }
    expect(made.given.scopes.some(({ body }) => body === null)).toBe(true);
  });

  test("every record is decided alike by every scope, whatever shape it has", () => {
    const { scopes, records, reasons } = made.given.decided;
    const found = scopes.map((scope) => {
      const decide = decider(parseScope(scope), made.given.eid);
      return records.map((record) => decide(utf8(record)));
    });
    expect(found).toEqual(reasons);
    const all = found.flat();
    for (const reason of [null, "unknown", "out-of-scope"]) {
      expect(all.filter((one) => one === reason).length, String(reason)).toBeGreaterThan(50);
    }
  });

  test("every character that Python knows folds alike", () => {
    const changed = new Map(made.given.folded.changed);
    const unknown = made.given.folded.unknown.values();
    let [from, until] = unknown.next().value ?? [Infinity, Infinity];
    const differ: number[] = [];
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= until) [from, until] = unknown.next().value ?? [Infinity, Infinity];
      if (point >= from) continue;
      const char = String.fromCodePoint(point);
      if (fold(char) !== (changed.get(point) ?? char)) differ.push(point);
    }
    expect(differ).toEqual([]);
    expect(changed.size).toBeGreaterThan(5000);
  });

  test("weak and wrong key parameters are refused by the same name", () => {
    for (const [params, name] of made.given.weak) {
      const run = (): unknown => parseParams(bytesOf(params));
      if (name === null) run();
      else expect(run).toThrow(expect.objectContaining({ name }) as Error);
    }
  });

  test("her account opens, and not with another passphrase", async () => {
    const keys = await made.signedIn();
    const { account } = made.given;
    const params = bytesOf(account.params);
    await keys.ask("stretch", { passphrase: "another one", uid: account.uid, params });
    const unlock = made.unlocking();
    await expect(keys.ask("unlock", unlock)).rejects.toMatchObject({ name: "NotAuthentic" });
    const again = async (change: Partial<typeof unlock>): Promise<unknown> => {
      await keys.ask("stretch", { passphrase: account.passphrase, uid: account.uid, params });
      return keys.ask("unlock", { ...unlock, ...change });
    };
    expect(await again({})).toMatchObject({
      version: 4,
      manifest: { policy: '{"log":"x"}', extractions: [{ logIndex: 7 }] },
    });
    for (const change of [{ version: 3 }, { version: 5 }, { seen: 5 }]) {
      await expect(again(change)).rejects.toMatchObject({ name: "NotAuthentic" });
    }
  });
});

describe("a whole extraction", () => {
  test("every preview is the same, record for record, and so is its digest", async () => {
    const keys = await made.signedIn();
    const opened = await made.open(keys);
    expect(opened.records).toBe(600);
    expect(opened.groups.reduce((sum, group) => sum + group.records, 0)).toBe(600);
    expect(filterName().sha256).toBe(made.given.filter);
    for (const wanted of made.given.previews) {
      const { scope, excluded } = wanted;
      const found = await keys.ask("preview", { eid: made.given.eid, scope, excluded });
      expect(found).toMatchObject({
        records: wanted.records,
        copies: wanted.copies,
        stripped: wanted.stripped,
        stay: wanted.stay,
        unasked: wanted.unasked,
        sha256: wanted.sha256,
        categories: wanted.categories,
        withheld: wanted.withheld,
      });
      const shown = await everyRecord(keys, found, "all");
      const expected = wanted.chosen.flatMap(([index, reasons]) =>
        reasons.map((reason, place) => [index, place, reason]),
      );
      expect(shown.map(({ at, reason }) => [...at, reason])).toEqual(expected);
      expect(shown.every(({ record }) => typeof record?.["record_id"] === "string")).toBe(true);
      expect((await everyRecord(keys, found, "leaving")).length).toBe(wanted.records);
      for (const { tag, leaving, staying } of found.groups) {
        const of = shown.filter(({ group }) => group === tag);
        expect(of.length).toBe(leaving + staying);
        expect(of.filter(({ reason }) => leaves(reason)).length).toBe(leaving);
      }
    }
  });

  test("only sealed bytes of the scope's own segments are asked for", async () => {
    const asked: What[] = [];
    const keys = await made.signedIn(folderSource(made.sealed, asked));
    await made.open(keys);
    expect(asked).toEqual([]);
    const scope = made.scope(2);
    await keys.ask("preview", { eid: made.given.eid, scope, excluded: [] });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((what) => what.kind === "pack" && what.length > 0)).toBe(true);
    const whole = readdirSync(join(made.sealed, "packs")).length;
    expect(whole).toBeGreaterThan(1);
  });

  test("messages about one extraction do not disturb each other", async () => {
    const asked: What[] = [];
    const slow = folderSource(made.sealed, asked);
    const keys = await made.signedIn(async (what) => {
      await new Promise((resolve) => setTimeout(resolve, asked.length % 3));
      return slow(what);
    });
    await made.open(keys);
    const { eid } = made.given;
    const first = await keys.ask("preview", { eid, scope: made.scope(1), excluded: [] });
    const all = await Promise.all([
      keys.ask("preview", { eid, scope: made.scope(0), excluded: [] }),
      keys.ask("records", { preview: first.preview, show: "all", from: 0, count: 300 }),
      keys.ask("preview", { eid, scope: made.scope(3), excluded: [] }),
      keys.ask("medium", { eid, sha256: made.given.medium }),
      keys.ask("records", { preview: first.preview, show: "all", from: 50, count: 60 }),
    ]);
    expect([all[0].records, all[1].records.length, all[4].records.length]).toEqual([600, 272, 60]);
    expect(all[1].records.slice(50, 110)).toEqual(all[4].records);
    const { excluded } = made.given.previews[3] as { excluded: Place[] };
    expect(all[2].records).toBe((made.given.previews[3]?.records ?? 0) + excluded.length);
  });

  test("records that a holder of one segment's key sealed in its place are found", async () => {
    const { pack, offset, sealed, index } = made.given.forged;
    const forged = bytesOf(sealed);
    const keys = await made.signedIn(async (what) => {
      const data = await folderSource(made.sealed)(what);
      const from = what.kind === "pack" && what.pack === pack ? offset - what.offset : -1;
      if (from >= 0 && from < data.length) data.set(forged, from);
      return data;
    });
    await made.open(keys);
    const asked = keys.ask("preview", { eid: made.given.eid, scope: made.scope(0), excluded: [] });
    const message = `segment ${index} does not give its leaf`;
    await expect(asked).rejects.toMatchObject({ name: "NotAuthentic", message });
  });

  test("a medium that a record cites comes whole", async () => {
    const keys = await made.signedIn();
    await made.open(keys);
    const medium = await keys.ask("medium", { eid: made.given.eid, sha256: made.given.medium });
    expect(medium.mime).toBe("image/jpeg");
    expect(hex(sha256(medium.data))).toBe(made.given.medium);
    const other = keys.ask("medium", { eid: made.given.eid, sha256: "00".repeat(32) });
    await expect(other).rejects.toMatchObject({ name: "Unknown" });
  });

  test("a mistyped place is refused, and so is a scope of another extraction", async () => {
    const keys = await made.signedIn();
    await made.open(keys);
    const scope = made.scope(1);
    const wrong = [
      { scope, excluded: [[99_999, 0]] as Place[] },
      { scope: { ...scope, x: ["00".repeat(16)] }, excluded: [] },
    ];
    for (const ask of wrong) {
      const asked = keys.ask("preview", { eid: made.given.eid, ...ask });
      await expect(asked).rejects.toMatchObject({ name: "InvalidScope" });
    }
  });

  test("one changed byte anywhere in what the vault serves is found", async () => {
    const keys = await made.signedIn();
    for (const name of ["ingest", "certs", "leaves", "catalogue", "wrap"] as const) {
      const files = made.files();
      const middle = files[name].length >> 1;
      files[name][middle] = (files[name][middle] ?? 0) ^ 1;
      const failure: unknown = await keys
        .ask("openExtraction", { eid: made.given.eid, ...files })
        .catch((error: unknown) => error);
      expect(failure, name).toBeInstanceOf(KeyError);
      expect((failure as KeyError).name, name).not.toBe("Internal");
    }
    const broken = await made.signedIn(async (what) => {
      const data = await folderSource(made.sealed)(what);
      data[data.length - 1] = (data[data.length - 1] ?? 0) ^ 1;
      return data;
    });
    await made.open(broken);
    const scope = made.scope(0);
    const asked = broken.ask("preview", { eid: made.given.eid, scope, excluded: [] });
    await expect(asked).rejects.toMatchObject({ name: "NotAuthentic" });
  });
});

test("what is sealed and signed here, Python opens and verifies", async () => {
  const keys = converse(folderSource(made.sealed));
  const passphrase = "six words, or Ｓｉｘ";
  const enrolled = await keys.ask("enrol", { passphrase });
  const remembered = {
    extractions: [{ eid: made.given.eid, root: "aa".repeat(32), ingest: "bb".repeat(32), logIndex: 9 }],
    policy: "a policy",
    lastCheckpoint: "",
    receipts: [`7 ${"cc".repeat(32)} ${"dd".repeat(32)}`],
    findings: [
      {
        at: 1_780_000_000,
        kind: "witness",
        name: "ngo",
        notes: ["one\n\n— a b\n", "other\n\n— a b\n"],
        path: ["A".repeat(43)],
        receipts: [],
        told: { at: 1_780_000_060, whom: "Añ of the helpline 🕊" },
      },
    ],
  } as const;
  const next = await keys.ask("manifest", { manifest: remembered });
  expect(next.version).toBe(2);
  const officer = parseBundle(read(made.folder, "officer.pub"));
  const worker = parseBundle(read(made.folder, "worker.pub"));
  const boxes = await Promise.all(
    [0, 1, 16_383, 16_384, 16_385, 40_000].map(async (length) => {
      const [key, plain] = [browserRandom(32), browserRandom(length)];
      const box = await sealBox(key, "a use", utf8("context"), plain, browserRandom);
      return { key: hex(key), plain: hex(plain), sealed: hex(box) };
    }),
  );
  const secret = browserRandom(32);
  const wrap = await sealTo(officer, "a use", utf8("context"), secret);
  const file = await sealFile("a use", utf8("context"), secret, [officer, worker], browserRandom);
  const mine = await made.signedIn();
  await made.open(mine);
  const { receipt } = await mine.ask("receipt", { eid: made.given.eid });
  const sent = {
    boxes,
    wrap: { sealed: hex(wrap), plain: hex(secret) },
    file: { sealed: hex(file), plain: hex(secret) },
    enrolled: {
      ...enrolled,
      passphrase,
      bundle: hex(enrolled.bundle),
      params: hex(enrolled.params),
      slots: enrolled.slots.map((slot) => ({ authHash: hex(slot.authHash), wrap: hex(slot.wrap) })),
      loginHash: hex(enrolled.loginHash),
      kCase: hex(enrolled.kCase),
      manifests: [
        [1, hex(enrolled.manifest)],
        [2, hex(next.manifest)],
      ],
    },
    receipt: hex(receipt),
  };
  writeFileSync(join(made.folder, "frontend.json"), JSON.stringify(sent));
  await reference("check", made.folder);
});
