/** Her lines come page by page, and a checkpoint may come between two pages. */

import { expect, test } from "vitest";
import { Http } from "../src/api/http.ts";
import { Vault } from "../src/api/vault.ts";

interface Page {
  readonly proofs: readonly (string | null)[];
  readonly next: number | null;
}

/** A vault that gives these pages, one after the other; and what was asked of it. */
function giving(...pages: readonly Page[]): { vault: Vault; asked: string[] } {
  const asked: string[] = [];
  const vault = new Vault(
    new Http("http://vault.example", (url) => {
      const page = pages[asked.length] as Page;
      const start = asked.push(String(url).split("/v1/")[1] ?? "") * 10;
      const lines = page.proofs.map((proof, at) => ({ index: start + at, entry: "", proof, fields: null, receipt: null }));
      const body = { lines, consistency: [], policy: "", count: 4, next: page.next };
      return Promise.resolve(Response.json(body));
    }),
  );
  return { vault, asked };
}

const proofs = (found: { lines: readonly { proof: string | null }[] }): (string | null)[] =>
  found.lines.map(({ proof }) => proof);

test("lines without a proof at the end are fetched once", async () => {
  const { vault, asked } = giving({ proofs: ["a", "b"], next: 2 }, { proofs: ["c", null], next: null });
  expect(proofs(await vault.log(7))).toEqual(["a", "b", "c", null]);
  expect(asked).toEqual(["log?start=0&since=7", "log?start=2&since=7"]);
});

test("pages that a checkpoint came between are fetched once more, and not again", async () => {
  const torn = [
    { proofs: ["a", null], next: 2 },
    { proofs: ["c", "d"], next: null },
  ];
  const whole = giving(...torn, { proofs: ["a", "b"], next: 2 }, { proofs: ["c", "d"], next: null });
  expect(proofs(await whole.vault.log(0))).toEqual(["a", "b", "c", "d"]);
  const always = giving(...torn, ...torn);
  expect(proofs(await always.vault.log(0))).toEqual(["a", null, "c", "d"]);
  expect(always.asked.length).toBe(4);
});
