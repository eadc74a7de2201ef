/** What the key worker does with the log: her lines checked, and read with her key. */

import { bytesOf } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import type { Entry } from "../log/entry.ts";
import { SUITE } from "../shv1/log_suite.ts";
import { sha256 } from "../shv1/sodium.ts";
import type { Answer, Ask, LineJson } from "./messages.ts";

/** Checks her lines, and finds the things, grants and organisations that they speak of. */
export async function verifyLog(kCase: Bytes, ask: Ask<"verifyLog">): Promise<Answer<"verifyLog">> {
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
  return {
    lines: checked.entries.map((entry, at) =>
      lineOf(entry, ask.lines[at]?.index ?? 0, ask.lines[at]?.proof !== null, things, names),
    ),
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
): LineJson {
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
