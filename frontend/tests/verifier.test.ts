/** verify.html: built from the sources as they are; its script says what every vector says. */

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import type { verifyPackage } from "../src/shv1/verify_package.ts";
import type { parsePolicy } from "../src/shv1/verify_policy.ts";
import { bytesOf, concat, hex, utf8 } from "../src/bytes.ts";
import * as sodium from "../src/shv1/sodium.ts";
import * as alone from "../src/verifier/sodium.ts";
import { OUT, buildVerifier } from "../verifier.ts";
import { NAMES, entriesOf, load } from "./packages.ts";
import type { Case } from "./packages.ts";

interface Bundle {
  readonly verifyPackage: typeof verifyPackage;
  readonly parsePolicy: typeof parsePolicy;
}

const PAGE = readFileSync(OUT, "utf-8");

function scriptOf(page: string): string {
  const [, script] = /<script>([\s\S]*)<\/script>/u.exec(page) ?? [];
  if (script === undefined) throw new Error("the page has no script");
  return script;
}

test("the page is built from the sources as they are", async () => {
  expect(await buildVerifier(), "run make verifier").toBe(PAGE);
});

test("the page allows its own script and style, and no request", () => {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(PAGE) ?? [];
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'$/u,
  );
  expect(PAGE).not.toMatch(/\b(?:src|href)=/u);
  expect(PAGE.match(/<script/gu)).toHaveLength(1);
  expect(PAGE).not.toContain("<!--");
});

describe("Ed25519 without libsodium", () => {
  // Points of order 1, 2, 4 and 8, and spellings of them that are not the one.
  const weak = [
    "00".repeat(32),
    `01${"00".repeat(31)}`,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    `ec${"ff".repeat(30)}7f`,
    `ed${"ff".repeat(30)}7f`,
    `ee${"ff".repeat(30)}7f`,
    "ff".repeat(32),
  ].map(bytesOf);

  test("takes a good signature and no changed one, as libsodium", async () => {
    await sodium.ready();
    const keys = sodium.ed25519Keys(bytesOf("07".repeat(32)));
    const message = utf8("words");
    const good = sodium.ed25519Sign(message, keys);
    expect(alone.ed25519Verify(keys.publicKey, good, message)).toBe(true);
    for (let bit = 0; bit < 512; bit += 3) {
      const bad = good.slice();
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(alone.ed25519Verify(keys.publicKey, bad, message)).toBe(false);
    }
    for (const other of [good.slice(1), new Uint8Array(0), concat(good, Uint8Array.of(0))]) {
      expect(alone.ed25519Verify(keys.publicKey, other, message)).toBe(false);
    }
    expect(alone.ed25519Verify(keys.publicKey.slice(1), good, message)).toBe(false);
    expect(hex(alone.sha256(message))).toBe(hex(sodium.sha256(message)));
  });

  test.each(weak)("a weak key signs nothing", async (point) => {
    await sodium.ready();
    for (let at = 0; at < 32; at++) {
      for (const first of [point, weak[1] ?? point]) {
        const signature = concat(first, new Uint8Array(32));
        expect(alone.ed25519Verify(point, signature, Uint8Array.of(at))).toBe(false);
        expect(sodium.ed25519Verify(point, signature, Uint8Array.of(at))).toBe(false);
      }
    }
  });
});

describe("the page's script", () => {
  let bundle: Bundle;

  beforeAll(() => {
    runInThisContext(scriptOf(PAGE));
    bundle = globalThis as unknown as Bundle;
  });

  test.each(NAMES)("%s: every step and word is what the vector says", async (name) => {
    const found = load<Case>(name);
    const given = found.policy === null ? null : bundle.parsePolicy(JSON.stringify(found.policy));
    const report = await bundle.verifyPackage(entriesOf(found), given, found.now);
    const steps = Object.fromEntries(report.steps.map(({ step, status }) => [step, status]));
    expect(steps, JSON.stringify(report.steps)).toEqual(found.steps);
    if (!report.ok) return;
    expect(report.verdict).toBe(found.verdict);
    expect(report.summary).toEqual(found.summary);
  });
});
