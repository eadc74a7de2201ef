/**
 * Grants and approvals made by the browser's client, run by the real commands: select, open,
 * verify; and drafts of a worker that lies.
 */

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, concat, u32, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { browserRandom } from "../src/keys/account.ts";
import type { KeyClient } from "../src/keys/client.ts";
import type { Answer, PreviewJson } from "../src/keys/messages.ts";
import { b64, marshal, parse, parseObject, unb64 } from "../src/shv1/canonical.ts";
import { parseContainer } from "../src/shv1/container.ts";
import { parseGrant } from "../src/shv1/grant.ts";
import { identityOf } from "../src/shv1/identity.ts";
import { MadeCase, everyRecord } from "./case.ts";
import { read, reference, safehold } from "./python.ts";

let made: MadeCase;

beforeAll(async () => {
  made = await MadeCase.make();
});

afterAll(() => made.remove());

const DAY = 86_400;

/** The worker key's certificate with another grant's id in it. */
function swapped(): Bytes {
  const envelope = parseObject(read(made.folder, "workerkey.dsse.json"));
  const body = parseObject(unb64(envelope["payload"]));
  return marshal({ ...envelope, payload: b64(marshal({ ...body, gid: "00".repeat(16) })) });
}

describe("a grant made here", () => {
  let grantFolder: string;
  let draftFolder: string;
  let keys: KeyClient;
  let found: PreviewJson;
  let draft: Bytes;

  beforeAll(async () => {
    grantFolder = join(made.folder, "grant");
    draftFolder = join(made.folder, "draft");
    keys = await made.signedIn();
    await made.open(keys);
    const wanted = made.given.previews[3];
    if (wanted === undefined) throw new Error("no such preview");
    const { scope, excluded } = wanted;
    found = await keys.ask("preview", { eid: made.given.eid, scope, excluded });
    await runGrant();
    const [file] = readdirSync(draftFolder);
    draft = read(draftFolder, file ?? "");
  });

  async function grant(
    change: Record<string, unknown> = {},
    asked = keys,
    preview = found.preview,
  ): Promise<Answer<"grant">> {
    return asked.ask("grant", {
      preview,
      workerKey: read(made.folder, "workerkey.dsse.json"),
      certs: read(made.folder, "certs.json"),
      roots: made.given.roots,
      recipients: [read(made.folder, "officer.pub")],
      points: ["device.model", "device.clock"],
      approval: "ask",
      until: made.given.now + 86_400,
      now: made.given.now,
      request: "a request",
      policy: "11".repeat(32),
      notice: "22".repeat(32),
      ...change,
    });
  }

  async function runGrant(): Promise<void> {
    const signed = await grant();
    expect(signed.gid).toBe(made.given.gid);
    mkdirSync(join(grantFolder, "to"), { recursive: true });
    const files: [string, Uint8Array][] = [
      ["grant.dsse.json", signed.statement],
      ["envelope.shv1f", signed.envelope],
      ["survivor.pub", read(made.folder, "survivor.pub")],
      ["workerkey.dsse.json", read(made.folder, "workerkey.dsse.json")],
      [`to/${made.given.officer_fp}.pub`, read(made.folder, "officer.pub")],
    ];
    for (const [name, data] of files) writeFileSync(join(grantFolder, name), data);
    const run = await safehold(
      "select",
      grantFolder,
      "--from",
      made.sealed,
      "--worker",
      join(made.folder, "worker.key"),
      "--certs",
      join(made.folder, "certs.json"),
      "--out",
      draftFolder,
    );
    const disclosed = found.records - found.copies;
    expect(run).toMatchObject({ state: "draft", disclosed, copies: found.copies });
    const wanted = made.given.previews[3];
    const { derived, objects } = parseGrant(signed.statement)[0];
    expect(found.copies).toBeGreaterThan(5);
    expect(derived).toEqual({ records: found.copies, sha256: wanted?.derived });
    expect(objects).toBe(wanted?.whole.length);
  }

  test("she reads every point that the guardian wrote down of the visit", async () => {
    const { points } = await keys.ask("visit", { eid: made.given.eid });
    expect(points?.length).toBe(17);
    expect(points?.filter(({ said, unknown }) => (said === null) === (unknown === null))).toEqual([]);
    expect(points?.find(({ name }) => name === "device.clock")?.said).toHaveProperty("reference");
  });

  test("its worker key is used once", async () => {
    const again = grant();
    await expect(again).rejects.toMatchObject({ message: "this worker key was used before" });
  });

  test("a worker key is believed by its chain alone, and while it holds", async () => {
    const fresh = await made.signedIn();
    await made.open(fresh);
    const scope = made.scope(2);
    const { preview } = await fresh.ask("preview", { eid: made.given.eid, scope, excluded: [] });
    const refused: [Record<string, unknown>, string, string][] = [
      [{ roots: ["00".repeat(32)] }, "NotAuthentic", "no certificate chain"],
      [{ roots: [] }, "NotAuthentic", "no certificate chain"],
      [{ workerKey: swapped() }, "NotAuthentic", "a signature of the workerkey statement fails"],
      [{ now: made.given.now + 30 * DAY, until: made.given.now + 40 * DAY }, "NotAuthentic", "does not hold now"],
      [{ now: made.given.now - 400 * DAY }, "NotAuthentic", "no certificate chain"],
      [{ until: made.given.now }, "InvalidScope", "would end before it begins"],
      [{ recipients: [] }, "InvalidScope", "names nobody"],
      [{ points: ["device.model", "device.colour"] }, "Unknown", "no such point"],
      [{ recipients: [read(made.folder, "officer.pub"), read(made.folder, "officer.pub")] }, "MalformedStatement", "each once"],
    ];
    for (const [change, name, said] of refused) {
      const asked = grant(change, fresh, preview);
      await expect(asked).rejects.toMatchObject({ name, message: expect.stringContaining(said) });
    }
    await grant({}, fresh, preview);
  });

  test("the worker's draft is the preview, record for record", async () => {
    const opened = await keys.ask("openDraft", { container: draft.slice(), preview: found.preview });
    expect(opened).toMatchObject({
      gid: made.given.gid,
      eid: made.given.eid,
      records: found.records,
      sha256: found.sha256,
      releaseTo: [made.given.officer_fp],
      same: true,
    });
    // Of the guardian's visit statement the worker has what she ticked, and commitments alone.
    expect(opened.steps.find(({ step }) => step === 2)?.detail).toContain("2 of 17 points");
    expect(opened.steps.map(({ step }) => step)).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(opened.steps.every(({ step, status }) => status === "pass" || step === 3)).toBe(true);
    const { stripped, stay } = found;
    expect(opened).toMatchObject({ stripped, stay });
    expect(stripped.length).toBeGreaterThan(1);
    expect(stay.length).toBeGreaterThan(0);
    const shown = await keys.ask("draftRecords", { rid: opened.rid, show: "leaving", from: 0, count: 500 });
    const before = await everyRecord(keys, found, "leaving");
    expect(shown.records).toEqual(before);
    const staying = await keys.ask("draftRecords", { rid: opened.rid, show: "staying", from: 0, count: 5 });
    expect(staying.records.every(({ record }) => record === null)).toBe(true);
    const scope = made.scope(1);
    const other = await keys.ask("preview", { eid: made.given.eid, scope, excluded: [] });
    const compared = await keys.ask("openDraft", { container: draft.slice(), preview: other.preview });
    expect(compared.same).toBe(false);
  });

  test("an approval made here opens for the named person, and the package verifies", async () => {
    const { rid } = await keys.ask("openDraft", { container: draft.slice() });
    const stranger = identityOf(browserRandom(32)).bundle.raw;
    const wrong = keys.ask("approve", { rid, recipients: [stranger], now: made.given.now });
    await expect(wrong).rejects.toMatchObject({ name: "NoIdentityMatches" });
    const recipients = [read(made.folder, "officer.pub")];
    const agreed = await keys.ask("approve", { rid, recipients, now: made.given.now });
    expect(agreed.wraps.map(({ fp }) => fp)).toEqual([made.given.survivor_fp, made.given.officer_fp]);
    writeFileSync(join(made.folder, "released.shv1r"), approvedContainer(draft, agreed));
    const officer = join(made.folder, "officer.key");
    const packagePath = join(made.folder, "package");
    await safehold("open", join(made.folder, "released.shv1r"), "--identity", officer, "--out", packagePath);
    const policy = join(made.folder, "policy.json");
    writeFileSync(policy, JSON.stringify({ roots: made.given.roots, require: [1] }));
    const report = await safehold("verify", packagePath, "--policy", policy);
    expect(report["ok"]).toBe(true);
    const approved = read(made.folder, "released.shv1r");
    await expect(keys.ask("openDraft", { container: approved })).rejects.toMatchObject({ name: "NotAuthentic" });
  });

  test("a draft that was changed, or that a worker lies in, fails at the step that Python names", async () => {
    const her = join(made.folder, "survivor.key");
    const [file] = readdirSync(draftFolder);
    await safehold("open", join(draftFolder, file ?? ""), "--identity", her, "--out", join(made.folder, "peeked"));
    await reference("lie", made.folder);
    const expected = JSON.parse(readFileSync(join(made.folder, "lies.json"), "utf-8")) as Record<string, number>;
    expect(Object.values(expected).every((step) => step >= 0)).toBe(true);
    for (const [name, step] of Object.entries(expected)) {
      const container = read(made.folder, "lies", `${name}.shv1r`);
      const opening = keys.ask("openDraft", { container });
      await expect(opening, name).rejects.toMatchObject({ name: "NotVerified", step });
    }
    for (const name of ["padded-otherwise", "padded-more"]) {
      const container = read(made.folder, "lies", `${name}.shv1r`);
      const opening = keys.ask("openDraft", { container });
      await expect(opening, name).rejects.toMatchObject({ name: "NotAuthentic" });
    }
    for (const at of [0, 40, draft.length >> 1, draft.length - 1]) {
      const container = draft.slice();
      container[at] = (container[at] ?? 0) ^ 1;
      const failure: unknown = await keys.ask("openDraft", { container }).catch((error: unknown) => error);
      expect(["NotAuthentic", "MalformedEnvelope", "NoIdentityMatches"]).toContain((failure as Error).name);
    }
  });
});

/** Puts an approval and its wraps before a draft's box, as the vault does. */
function approvedContainer(draft: Bytes, agreed: Answer<"approve">): Bytes {
  const size = new DataView(draft.buffer).getUint32(5);
  const cover = parseObject(draft.slice(9, 9 + size));
  const approved = marshal({ ...cover, approval: parse(agreed.approval) });
  const wraps = agreed.wraps.flatMap(({ fp, wrap }) => [bytesOf(fp), wrap]);
  const { box } = parseContainer(draft);
  const count = Uint8Array.of(agreed.wraps.length);
  return concat(utf8("SHV1R"), u32(approved.length), approved, count, ...wraps, box);
}

