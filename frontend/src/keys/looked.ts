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
import type { Answer, Ask, LineJson } from "./messages.ts";

/** Checks her lines, and finds the things, grants and organisations that they speak of. */
export async function verifyLog(
  identity: Identity,
  kCase: Bytes,
  ask: Ask<"verifyLog">,
): Promise<Answer<"verifyLog">> {
  const log = await import("../log/index.ts");
  const policy = log.parseLogPolicy(SUITE, ask.policy);
  const checked = await log.checkLines(SUITE, ask.lines, kCase, policy, ask.now, ask.receipts);
  const { newest } = checked;
  let grew: boolean | null = null;
  if (ask.remembered !== "" && newest !== null) {
    log.checkGrowth(SUITE, ask.remembered, newest.trusted.checkpoint, ask.consistency);
    grew = true;
  }
  const things = new Map(ask.ids.map((id) => [log.objectTag(sha256, kCase, bytesOf(id)), id]));
  const names = new Map(
    ask.organisations.map((name) => [log.organisationTag(sha256, kCase, name), name]),
  );
  const who = await Promise.all(
    checked.entries.map((entry, at) => whoOf(identity, entry, ask.lines[at]?.fields ?? null)),
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
    log.checkBothWays(SUITE, ask.shown, ask.note, ask.consistency);
  }
  return seen === null ? { size: null, seenAt: null } : seen;
}
