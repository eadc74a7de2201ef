/** A request as her page reads it: its hash is of the words that she saw, on every route. */

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { requestRow } from "../src/api/request.ts";
import { Misshapen } from "../src/api/shape.ts";
import { marshal } from "../src/shv1/canonical.ts";
import type { Json } from "../src/shv1/canonical.ts";

const DOCUMENT: Record<string, Json> = {
  v: 1,
  route: "vir",
  requester: { name: "Ä \u{1f600} \"x\"", organisation: "o", team: "t", limb: "l", contact: "c\n" },
  reference: "EX/1",
  sought: { c: ["message"], p: ["p1"], d: [[0, 86_400]], u: false },
  relevance: null,
  handling: null,
  grounds: { relevance: "interference", handling: "interference" },
  zebra: { b: 1, a: [{ d: 2, c: 1 }] },
};

function row(changes: Record<string, Json> = {}): Record<string, unknown> {
  return {
    qid: "ab".repeat(16),
    state: "submitted",
    expires_ms: 5,
    recipient: null,
    certs: null,
    organisation: null,
    document: { ...DOCUMENT, ...changes },
  };
}

test("the hash is of the canonical form", async () => {
  const hash = createHash("sha256").update(marshal(DOCUMENT)).digest("hex");
  expect((await requestRow(row())).sha256).toBe(hash);
  const other = await requestRow(row({ reference: "EX/2" }));
  expect(other.sha256).not.toBe(hash);
});

test("what a route does not have is not shown as left blank", async () => {
  const { document } = await requestRow(row());
  expect([document.relevance, document.belief, document.order, document.claim]).toEqual([
    null,
    undefined,
    null,
    null,
  ]);
});

test("an order and a claim are read, and a route that nobody knows is refused", async () => {
  const order = { court: "c", number: "n", deadline: "2026-01-01T00:00:00Z", made: "x" };
  expect((await requestRow(row({ route: "court", order }))).document.order?.court).toBe("c");
  const own = { name: "a", firm: "b", contact: "c" };
  const claim = { number: "1", court: "c", parties: "p", her_solicitor: own };
  const read = await requestRow(row({ route: "civil", claim }));
  expect(read.document.claim?.lawyer).toBe("a, b, c");
  await expect(requestRow(row({ route: "other" }))).rejects.toThrow(Misshapen);
  await expect(requestRow(row({ route: "court", order: { court: "c" } }))).rejects.toThrow(Misshapen);
});
