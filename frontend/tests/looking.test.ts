/** What a look at her lines remembers: promises until they are covered, and what did not match. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Http } from "../src/api/http.ts";
import { bytesOf, hex, utf8 } from "../src/bytes.ts";
import type { KeyClient } from "../src/keys/client.ts";
import type { Answer, Ask, Bytes, FindingJson, LogJson, ManifestJson } from "../src/keys/messages.ts";
import { leafHash } from "../src/log/merkle.ts";
import { parseFile } from "../src/shv1/finding.ts";
import { sha256 } from "../src/shv1/sodium.ts";
import { look } from "../src/survivor/looking.ts";
import { Session } from "../src/survivor/session.ts";
import { MadeCase } from "./case.ts";

const OTHER = "ee".repeat(32);
const receipt = (index: number, leaf: string): string => `${index} ${leaf} ${"00".repeat(32)}`;

let made: MadeCase;

beforeAll(async () => {
  made = await MadeCase.make();
});
afterAll(() => made.remove());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: made.given.log.now * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Kept {
  version: number;
  manifest: Bytes;
}

/** A vault that shows the made log, or what it is told to show; and keeps manifests, or not. */
class Shown {
  lines = made.given.log.lines.map((line) => ({
    ...line,
    entry: bytesOf(line.entry),
    fields: line.fields === null ? null : bytesOf(line.fields),
    receipt: null as string | null,
  }));
  keeps = true;
  kept: Kept | null = null;

  /** Lines as they are before a checkpoint covers them, promised truly or otherwise. */
  bare(leaf?: string): void {
    this.lines = this.lines.map((line) => {
      const own = hex(leafHash(sha256, line.entry));
      return { ...line, proof: null, receipt: receipt(line.index, leaf ?? own) };
    });
  }

  get vault(): Record<string, unknown> {
    const { log } = made.given;
    return {
      log: async () => ({ lines: this.lines, consistency: log.consistency.map(bytesOf) }),
      grants: async () => [],
      requests: async () => [],
      extractions: async () => [],
      putManifest: async (version: number, manifest: Bytes) => {
        if (!this.keeps) throw new Error("the vault keeps nothing");
        this.kept = { version, manifest };
      },
    };
  }

  /** Comes back: with what the vault keeps of her account, opened by a key worker of its own. */
  async visit(): Promise<Session> {
    const keys = await made.signedIn();
    const memory = this.kept === null ? this.first() : await this.opened(keys, this.kept);
    const session = new Session();
    Object.assign(session.vault, this.vault);
    const { version } = this.kept ?? made.given.account;
    Object.assign(session, { keys, memory, seen: version, given: made.unlocking() });
    return session;
  }

  private first(): ManifestJson {
    const { policy, remembered } = made.given.log;
    const pinned = JSON.stringify({ log: policy, roots: [] });
    return { extractions: [], policy: pinned, lastCheckpoint: remembered, receipts: [], findings: [] };
  }

  private async opened(keys: KeyClient, { version, manifest }: Kept): Promise<ManifestJson> {
    const { account } = made.given;
    const { passphrase, uid } = account;
    await keys.ask("stretch", { passphrase, uid, params: bytesOf(account.params) });
    return (await keys.ask("unlock", { ...made.unlocking(), manifest, version })).manifest;
  }
}

const nothing = (): void => undefined;

describe("what was promised", () => {
  test("is kept beyond the checkpoint that is remembered, and wanted in the next visit", async () => {
    const shown = new Shown();
    shown.bare();
    const session = await shown.visit();
    const { log } = await look(session, nothing);
    expect([log.unconfirmed, log.checkpoint]).toEqual([6, null]);
    // The remembered checkpoint covers five entries.
    expect(session.manifest.receipts.map((each) => each.split(" ")[0])).toEqual(["6", "7"]);
    const later = await shown.visit();
    expect(later.promised()).toEqual(session.manifest.receipts);
    shown.lines = shown.lines.slice(0, -1);
    Object.assign(later.vault, shown.vault);
    await expect(look(later, nothing)).rejects.toMatchObject({
      mismatch: { kind: "receipt", receipts: later.manifest.receipts.slice(1) },
    });
  });

  test("with a line is wanted of that very line", async () => {
    const shown = new Shown();
    shown.bare(OTHER);
    const asked = look(await shown.visit(), nothing);
    await expect(asked).rejects.toMatchObject({ mismatch: { kind: "receipt" } });
  });

  test("of her own deed is kept when the screen says that it is done", async () => {
    const shown = new Shown();
    const session = await shown.visit();
    session.http.promised.add(receipt(8, OTHER));
    session.http.promised.add(receipt(4, OTHER));
    await session.keepPromised();
    expect((await shown.visit()).promised()).toEqual([receipt(8, OTHER)]);
  });

  test("is no longer kept once it was honoured under the checkpoint that is remembered", async () => {
    const shown = new Shown();
    const session = await shown.visit();
    session.http.promised.add(receipt(4, made.given.log.leaf));
    await look(session, nothing);
    expect(session.promised()).toEqual([]);
    expect(session.manifest.lastCheckpoint).toBe(made.given.log.newest);
    expect(session.findings).toEqual([]);
  });

  test("to another person is not hers", async () => {
    const session = await new Shown().visit();
    const account = { uid: made.given.account.uid, params: bytesOf(made.given.account.params) };
    Object.assign(session.vault, {
      params: async () => account,
      signIn: async () => {
        throw new Error("refused");
      },
    });
    session.http.promised.add(receipt(8, OTHER));
    await expect(session.signIn("code", "wrong", nothing)).rejects.toThrow();
    expect([...session.http.promised]).toEqual([]);
    session.http.promised.add(receipt(8, OTHER));
    await expect(session.signIn("code", "wrong", nothing)).rejects.toThrow();
    expect([...session.http.promised]).toEqual([receipt(8, OTHER)]);
  });

  test("is read from the answers' header, and what is no receipt there is nothing", async () => {
    const good = [receipt(7, OTHER), `${receipt(8, OTHER)} ${"A".repeat(86)}`];
    const header = { "Safehold-Receipts": [...good, "9 aa bb", ` ${good[0]}`, ""].join(", ") };
    const http = new Http("http://vault.example", async () => Response.json({}, { headers: header }));
    await http.get("/v1/session");
    expect([...http.promised]).toEqual(good);
    const refused = new Http("http://vault.example", async () =>
      Response.json({ type: "forbidden" }, { status: 403, headers: header }),
    );
    await expect(refused.get("/v1/session")).rejects.toThrow();
    expect([...refused.promised]).toEqual([]);
  });
});

describe("what did not match", () => {
  const lying = async (shown: Shown): Promise<Session> => {
    const session = await shown.visit();
    session.http.promised.add(receipt(4, OTHER));
    await expect(look(session, nothing)).rejects.toMatchObject({ mismatch: { kind: "receipt" } });
    return session;
  };

  test("is said in every later visit, also where all matches again, until somebody is named", async () => {
    const shown = new Shown();
    const { log } = made.given;
    const first = await lying(shown);
    const seen = {
      at: log.now,
      kind: "receipt",
      name: "",
      notes: [log.newest],
      path: [],
      receipts: [receipt(4, OTHER)],
      told: null,
    };
    expect(first.findings).toEqual([seen]);
    expect(first.findingsKept).toBe(true);
    const second = await shown.visit();
    expect(second.findings).toEqual([seen]);
    await look(second, nothing);
    expect(second.findings).toEqual([seen]);
    await second.talked("Rhian of the helpline", (log.now + 60) * 1000);
    const third = await shown.visit();
    const told = { at: log.now + 60, whom: "Rhian of the helpline" };
    expect(third.findings).toEqual([{ ...seen, told }]);
    third.http.promised.add(receipt(4, OTHER));
    await expect(look(third, nothing)).rejects.toThrow();
    expect(third.findings.map((each) => each.told)).toEqual([told, null]);
  });

  test("holds both states of a list that was rewritten, and what should have joined them", async () => {
    const shown = new Shown();
    const session = await shown.visit();
    const { log } = made.given;
    Object.assign(session, { memory: { ...session.manifest, lastCheckpoint: log.forked } });
    await expect(look(session, nothing)).rejects.toMatchObject({ mismatch: { kind: "growth" } });
    const [found] = session.findings;
    expect(found?.notes).toEqual([log.forked, log.newest]);
    expect(found?.path.length).toBe(log.consistency.length);
    expect(session.manifest.lastCheckpoint).toBe(log.forked);
  });

  test("stays on the page where the vault will not keep it, and goes with the next thing it keeps", async () => {
    const shown = new Shown();
    shown.keeps = false;
    const session = await lying(shown);
    expect([session.findings.length, session.findingsKept]).toEqual([1, false]);
    await expect(session.talked("Rhian", 0)).rejects.toThrow("keeps nothing");
    expect(session.findings[0]?.told).toBeNull();
    shown.keeps = true;
    await session.keepPromised();
    await session.remember({});
    expect(session.findingsKept).toBe(true);
    expect((await shown.visit()).findings.length).toBe(1);
  });

  test("a vault that does not answer, or a wrong passphrase, is none", async () => {
    const shown = new Shown();
    const session = await shown.visit();
    Object.assign(session.vault, {
      log: async () => {
        throw new Error("offline");
      },
    });
    await expect(look(session, nothing)).rejects.toThrow("offline");
    expect([session.findings, shown.kept]).toEqual([[], null]);
  });
});

test("what is remembered is sealed one after the other, each with the next number", async () => {
  const shown = new Shown();
  const session = await shown.visit();
  const { version } = made.given.account;
  await Promise.all([
    session.remember({ lastCheckpoint: "one" }),
    session.remember({ receipts: [receipt(9, OTHER)] }),
  ]);
  expect(shown.kept?.version).toBe(version + 2);
  const later = await shown.visit();
  expect([later.manifest.lastCheckpoint, later.manifest.receipts.length]).toEqual(["one", 1]);
});

describe("her lines", () => {
  function ask(change: Partial<Ask<"verifyLog">> = {}): Ask<"verifyLog"> {
    const { log } = made.given;
    return {
      lines: log.lines.map((line) => ({
        ...line,
        entry: bytesOf(line.entry),
        fields: line.fields === null ? null : bytesOf(line.fields),
      })),
      policy: log.policy,
      now: log.now,
      remembered: log.remembered,
      consistency: log.consistency.map(bytesOf),
      receipts: [],
      ids: [],
      organisations: [],
      ...change,
    };
  }

  async function failing(asked: Promise<unknown>): Promise<unknown> {
    const { mismatch } = (await asked.catch((error: unknown) => error)) as { mismatch?: unknown };
    return mismatch;
  }

  test("every way of not matching is named by its check, and the receipts are named", async () => {
    const keys = await made.signedIn();
    const { log } = made.given;
    const [good, gone, other] = [receipt(4, log.leaf), receipt(9, log.leaf), receipt(3, log.leaf)];
    const verify = (change: Partial<Ask<"verifyLog">>): Promise<LogJson> =>
      keys.ask("verifyLog", ask(change));
    expect((await verify({ receipts: [good] })).lines.length).toBe(6);
    const cut = ask().lines.slice(0, -1);
    const alone = ask().lines.map((line) => ({
      ...line,
      proof: line.proof?.replace(log.newest, log.alone) ?? null,
    }));
    const nobody = ask().lines.map((line) => ({ ...line, fields: null }));
    const wrong: [Partial<Ask<"verifyLog">>, string, string[]][] = [
      [{ receipts: [good, gone, other] }, "receipt", [gone, other]],
      [{ remembered: log.forked }, "growth", []],
      [{ consistency: [] }, "growth", []],
      [{ lines: cut.toSpliced(2, 1) }, "lines", []],
      [{ lines: alone }, "lines", []],
      [{ lines: nobody }, "lines", []],
      [{ now: log.now - 3600 }, "lines", []],
    ];
    for (const [change, kind, receipts] of wrong) {
      expect(await failing(verify(change)), kind).toEqual({ kind, receipts });
    }
  });

  test("the newest line that was promised, cut off or exchanged, is missed by its receipt alone", async () => {
    const keys = await made.signedIn();
    const bare = ask().lines.map((line, at, all) => ({ ...line, proof: at === all.length - 1 ? null : line.proof }));
    const newest = bare.at(-1) as (typeof bare)[number];
    const cut = { lines: bare.slice(0, -1) };
    expect((await keys.ask("verifyLog", ask(cut))).lines.length).toBe(5);
    const promised = { ...cut, receipts: [receipt(newest.index, made.given.log.leaf)] };
    expect(await failing(keys.ask("verifyLog", ask(promised)))).toMatchObject({ kind: "receipt" });
  });

  test("a witness with another history is named so, and one that is away is no finding", async () => {
    const keys = await made.signedIn();
    const { log } = made.given;
    const said = (note: string): Promise<Answer<"witness">> =>
      keys.ask("witness", {
        policy: log.policy,
        name: "ngo",
        note,
        shown: log.newest,
        consistency: [],
        now: log.now,
      });
    expect(await failing(said(log.seen.forked))).toEqual({ kind: "witness", receipts: [] });
    expect(await said("<html>")).toEqual({ size: null, seenAt: null });
  });

  test("what was found is added, spelt for somebody else, and refused where it could not be read", async () => {
    const keys = await made.signedIn();
    const { log } = made.given;
    const fresh: FindingJson = {
      at: 7,
      kind: "growth",
      name: "",
      notes: [log.remembered, log.newest],
      path: [],
      receipts: [],
      told: null,
    };
    const first = await keys.ask("finding", { findings: [], fresh, policy: log.policy });
    expect(first.findings).toEqual([fresh]);
    expect(parseFile(utf8(first.file))).toEqual({ findings: [fresh], policy: log.policy });
    const none = await keys.ask("finding", { findings: [], fresh: null, policy: log.policy });
    expect(none).toEqual({ findings: [], file: "" });
    const wrong = { findings: [], fresh: { ...fresh, name: "x" }, policy: "" };
    await expect(keys.ask("finding", wrong)).rejects.toMatchObject({ name: "Malformed" });
  });
});
