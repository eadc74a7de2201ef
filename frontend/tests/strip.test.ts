/** Stripping: the same bytes as the reference finds, over every vector and over damaged files. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bytesOf, hex } from "../src/bytes.ts";
import { MAX_STRIPPED } from "../src/shv1/media_rule.ts";
import { strip } from "../src/shv1/strip.ts";
import { program } from "./python.ts";

const FOLDER = join(import.meta.dirname, "../../tests/vectors/stripping");

function stripped(data: string): string | null {
  const found = strip(bytesOf(data));
  return found === null ? null : hex(found);
}

test.each(readdirSync(FOLDER))("vector %s", (name) => {
  const { data, stripped: wanted } = JSON.parse(readFileSync(join(FOLDER, name), "utf-8")) as {
    data: string;
    stripped: string | null;
  };
  expect(stripped(data)).toBe(wanted);
});

test("damaged pictures give what the reference gives", async () => {
  const lines = (await program("tests/frontend/stripped.py", "browser", "60")).trim().split("\n");
  expect(lines.length).toBeGreaterThan(5000);
  let whole = 0;
  for (const line of lines) {
    const [data = "", wanted = ""] = line.split(" ");
    const found = stripped(data === "-" ? "" : data);
    if (found !== null) {
      whole++;
      expect(stripped(found)).toBe(found);
    }
    expect(found ?? "-", data).toBe(wanted);
  }
  expect(whole).toBeGreaterThan(500);
});

test("a picture that is too long is given up", () => {
  const name = readdirSync(FOLDER).find((one) => one === "clean-jpeg.json") ?? "";
  const { data } = JSON.parse(readFileSync(join(FOLDER, name), "utf-8")) as { data: string };
  const longest = new Uint8Array(MAX_STRIPPED);
  longest.set(bytesOf(data));
  expect(hex(strip(longest) ?? new Uint8Array(0))).toBe(data);
  const longer = new Uint8Array(MAX_STRIPPED + 1);
  longer.set(longest);
  expect(strip(longer)).toBeNull();
});
