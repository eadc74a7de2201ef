/** Her lines as Python makes them, what a witness says of them, and who it was: read with her key. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf } from "../src/bytes.ts";
import type { Ask } from "../src/keys/messages.ts";
import { MadeCase } from "./case.ts";

let made: MadeCase;

beforeAll(async () => {
  made = await MadeCase.make();
});

afterAll(() => made.remove());

describe("her lines in the log", () => {
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
      receipts: [`4 ${log.leaf} ${"00".repeat(32)}`],
      ids: [log.thing, "55".repeat(16)],
      organisations: ["another", "a caring organisation"],
      ...change,
    };
  }

  test("are read with her key, and checked up to the witnesses", async () => {
    const keys = await made.signedIn();
    const found = await keys.ask("verifyLog", ask());
    expect(found.lines.map(({ index }) => index)).toEqual([0, 1, 3, 4, 6, 7]);
    expect(found).toMatchObject({ unconfirmed: 0, grew: true, checkpoint: { size: 8 } });
    expect(found.seenAt).toBe(made.given.log.now - 59);
    expect(found.lines[3]).toMatchObject({
      act: "own.open",
      out: "denied",
      role: "survivor",
      n: 4,
      obj: made.given.log.thing,
      con: "55".repeat(16),
      org: "a caring organisation",
      confirmed: true,
    });
    expect(found.lines[0]?.obj).toBeNull();
    expect(found.lines.map(({ who }) => who)).toEqual([null, null, null, "R. Evans", null, null]);
    const first = await keys.ask("verifyLog", ask({ remembered: "", consistency: [] }));
    expect(first.grew).toBeNull();
  });

  test("a forked log, a dropped line, a witness that is away: each is found", async () => {
    const keys = await made.signedIn();
    const { log } = made.given;
    const alone = ask().lines.map((line) => ({
      ...line,
      proof: line.proof?.replace(log.newest, log.alone) ?? null,
    }));
    const early = { now: log.now - 3600 };
    const wrong: [Partial<Ask<"verifyLog">>, string][] = [
      [{ remembered: log.forked }, "NotProven"],
      [{ consistency: [] }, "NotProven"],
      [{ lines: ask().lines.slice(1) }, "NotProven"],
      [{ lines: ask().lines.filter(({ index }) => index !== 3) }, "NotProven"],
      [{ lines: alone }, "NotProven"],
      [{ receipts: [`8 ${log.leaf} ${"00".repeat(32)}`] }, "NotProven"],
      [early, "BadSignature"],
      [{ policy: `${log.policy}quorum none\n` }, "MalformedNote"],
    ];
    for (const [change, name] of wrong) {
      const asked = keys.ask("verifyLog", ask(change));
      await expect(asked, JSON.stringify(Object.keys(change))).rejects.toMatchObject({ name });
    }
  });
});

describe("a witness that she asks herself", () => {
  function ask(note: string, change: Partial<Ask<"witness">> = {}): Ask<"witness"> {
    const { log } = made.given;
    const { policy, newest: shown, now } = log;
    return { policy, name: "ngo", note, shown, consistency: [], now, ...change };
  }

  test("saw the same list, or more of it, or less, and nothing else passes", async () => {
    const keys = await made.signedIn();
    const { log } = made.given;
    const { same, more, forked } = log.seen;
    const seenAt = log.now - 59;
    expect(await keys.ask("witness", ask(same))).toEqual({ size: 8, seenAt });
    const grown = { consistency: log.more.map(bytesOf) };
    expect(await keys.ask("witness", ask(more, grown))).toEqual({ size: 9, seenAt });
    const less = { shown: log.newest, consistency: log.consistency.map(bytesOf) };
    expect(await keys.ask("witness", ask(log.remembered, less))).toEqual({ size: 5, seenAt });
    for (const wrong of [ask(forked), ask(more), ask(log.remembered), ask(log.forked, less)]) {
      await expect(keys.ask("witness", wrong)).rejects.toMatchObject({ name: "NotProven" });
    }
  });

  test("is believed by the pinned policy's key alone, and whoever else answers says nothing", async () => {
    const keys = await made.signedIn();
    const { log } = made.given;
    const nothing = { size: null, seenAt: null };
    for (const said of [
      ask("<html>sign in to this network</html>"),
      ask(log.seen.anothers),
      ask(log.seen.same.replace("ngo.example/w ", "ngo.example/v ")),
      ask(log.seen.same, { name: "stranger" }),
      ask(log.seen.same, { now: log.now - 3600 }),
    ]) {
      expect(await keys.ask("witness", said)).toEqual(nothing);
    }
  });

  test("a name that is not the one that was logged, or was left out, is found", async () => {
    const keys = await made.signedIn();
    const { log } = made.given;
    const lines = (fields: (line: (typeof log.lines)[number]) => string | null) => ({
      policy: log.policy,
      now: log.now,
      remembered: "",
      consistency: [],
      receipts: [],
      ids: [],
      organisations: [],
      lines: log.lines.map((line) => {
        const box = fields(line);
        return { ...line, entry: bytesOf(line.entry), fields: box === null ? null : bytesOf(box) };
      }),
    });
    const box = log.lines.find((line) => line.fields !== null)?.fields ?? "";
    const wrong = [
      lines(() => null),
      lines(() => box),
      lines((line) => line.fields?.replace(/.(?=.{8}$)/, (digit) => (digit === "0" ? "1" : "0")) ?? null),
    ];
    for (const asked of wrong) await expect(keys.ask("verifyLog", asked)).rejects.toThrow();
  });
});
