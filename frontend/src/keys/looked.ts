/**
 * What the key worker does with the log: her lines checked, and read with her key.
 *
 * Sealed fields: docs/formats/audit-entry.md 11.
 */

import { bytesOf } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import type { Entry } from "../log/entry.ts";
import { openBox } from "../shv1/box.ts";
import { parse, unb64 } from "../shv1/canonical.ts";
import { Document } from "../shv1/document.ts";
import { NotAuthentic } from "../shv1/errors.ts";
import type { Identity } from "../shv1/identity.ts";
import { openFrom } from "../shv1/wrap.ts";
import { SUITE } from "../shv1/log_suite.ts";
import { sha256 } from "../shv1/sodium.ts";
import { findingJson, marshalFile, parseFindings, withFinding } from "../shv1/finding.ts";
import type { Answer, Ask, LineJson, Mismatch, MismatchKind } from "./messages.ts";

const MISMATCHES = new WeakMap<Error, Mismatch>();

/** Tells which check of the log an error came out of, if it did. */
export function mismatchOf(error: Error): Mismatch | undefined {
  return MISMATCHES.get(error);
}

/** Runs a check of the log; what it throws is known to have come out of it. */
async function checking<T>(kind: MismatchKind, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Error) MISMATCHES.set(error, { kind, receipts: [] });
    throw error;
  }
}

/** Checks her lines, and finds the things, grants and organisations that they speak of. */
export async function verifyLog(
  identity: Identity,
  kCase: Bytes,
  ask: Ask<"verifyLog">,
): Promise<Answer<"verifyLog">> {
  const log = await import("../log/index.ts");
  const policy = log.parseLogPolicy(SUITE, ask.policy);
  await checkPromised(ask);
  const checked = await checking("lines", () =>
    log.checkLines(SUITE, ask.lines, kCase, policy, ask.now, []),
  );
  const { newest } = checked;
  let grew: boolean | null = null;
  if (ask.remembered !== "" && newest !== null) {
    const { checkpoint } = newest.trusted;
    await checking("growth", () =>
      log.checkGrowth(SUITE, ask.remembered, checkpoint, ask.consistency),
    );
    grew = true;
  }
  const things = new Map(ask.ids.map((id) => [log.objectTag(sha256, kCase, bytesOf(id)), id]));
  const names = new Map(
    ask.organisations.map((name) => [log.organisationTag(sha256, kCase, name), name]),
  );
  const who = await checking("lines", () =>
    Promise.all(
      checked.entries.map((entry, at) => whoOf(identity, entry, ask.lines[at]?.fields ?? null)),
    ),
  );
  return {
    lines: checked.entries.map((entry, at) => ({
      ...lineOf(entry, ask.lines[at]?.index ?? 0, ask.lines[at]?.proof !== null, things, names),
      who: who[at] ?? null,
    })),
    unconfirmed: checked.unconfirmed,
    checkpoint:
      newest === null
        ? null
        : { text: newest.text, size: Number(newest.trusted.checkpoint.size) },
    seenAt: newest?.trusted.seenAt ?? null,
    grew,
  };
}

/** Wants every line that was promised; first of all, since a promise is the vault's own word. */
async function checkPromised(ask: Ask<"verifyLog">): Promise<void> {
  const log = await import("../log/index.ts");
  const promised = ask.receipts.map((text) => ({ ...log.parseReceipt(text), text }));
  const broken = log.brokenReceipts(SUITE, ask.lines, promised);
  const [first] = broken;
  if (first === undefined) return;
  const error = new log.NotProven(`entry ${first.index} is not the one of the receipt`);
  MISMATCHES.set(error, { kind: "receipt", receipts: broken.map(({ text }) => text) });
  throw error;
}

function lineOf(
  entry: Entry,
  index: number,
  confirmed: boolean,
  things: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): Omit<LineJson, "who"> {
  const { act, out, role, rc, why, auth, ref, n } = entry;
  return {
    index,
    time: entry.t / 1000,
    act,
    out,
    role,
    rc,
    why,
    auth,
    ref,
    n,
    obj: things.get(entry.obj) ?? null,
    con: things.get(entry.con) ?? null,
    org: names.get(entry.org) ?? null,
    confirmed,
  };
}

/** Opens who it was; null where the entry does not say. Throws where it is not what it says. */
async function whoOf(identity: Identity, entry: Entry, box: Bytes | null): Promise<string | null> {
  if (entry.x === "" && box === null) return null;
  if (entry.x === "" || box === null) throw new NotAuthentic("sealed fields are not as logged");
  const body = new Document(parse(box), ["box", "v", "wraps"]);
  body.version();
  const own = body.items("wraps").find((row) => Array.isArray(row) && row[0] === identity.bundle.fp);
  if (!Array.isArray(own)) return null;
  const x = bytesOf(entry.x);
  const key = await openFrom(identity.kem, "audit-fields-key", x, unb64(own[1]));
  const log = await import("../log/index.ts");
  const plain = await openBox(key, "audit-fields", x, body.b64("box"));
  return log.readFields(sha256, plain, entry.x)["name"] ?? null;
}

/** Compares what a witness of the pinned policy says with what the vault showed. */
export async function checkWitness(ask: Ask<"witness">): Promise<Answer<"witness">> {
  const log = await import("../log/index.ts");
  const policy = log.parseLogPolicy(SUITE, ask.policy);
  const seen = await log.readWitness(SUITE, policy, ask.name, ask.note, ask.now);
  if (seen !== null && ask.shown !== "") {
    await checking("witness", () =>
      log.checkBothWays(SUITE, ask.shown, ask.note, ask.consistency),
    );
  }
  return seen === null ? { size: null, seenAt: null } : seen;
}

/** Adds what did not match to what is remembered, and spells the file of all of it. */
export function addFinding({ findings, fresh, policy }: Ask<"finding">): Answer<"finding"> {
  const all = fresh === null ? findings : withFinding(findings, fresh);
  // What could not be read again is not kept either.
  if (all.length > 0) parseFindings(all.map(findingJson));
  return { findings: all, file: all.length === 0 ? "" : marshalFile(all, policy) };
}
