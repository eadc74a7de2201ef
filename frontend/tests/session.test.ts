/** One look at an extraction is one opening, which is one line in her list. */

import { expect, test } from "vitest";
import { Session } from "../src/survivor/session.ts";

const EID = "ab".repeat(16);

/** A session whose vault and key worker answer from here; gives how often it was opened, too. */
function opening(fail = 0): { session: Session; count: () => number } {
  const session = new Session();
  let count = 0;
  Object.assign(session.vault, {
    open: async () => {
      count++;
      await Promise.resolve();
      if (count <= fail) throw new Error("the connection was lost");
      return { wrap: "", ingest: "", certs: "", above: "above", receipt: null };
    },
    file: async () => new Uint8Array(),
  });
  Object.defineProperty(session, "manifest", { value: { extractions: [] } });
  Object.assign(session, {
    ask: async (kind: string) => ({ kind }),
    pin: () => ({ roots: [] }),
  });
  return { session, count: () => count };
}

test("who asks while it is being opened waits for the same opening", async () => {
  const { session, count } = opening();
  await Promise.all([session.open(EID), session.contents(EID), session.beginCopy(EID, "")]);
  await session.open(EID);
  expect(count()).toBe(1);
});

test("an opening that failed is tried anew", async () => {
  const { session, count } = opening(1);
  await expect(session.open(EID)).rejects.toThrow("lost");
  await session.open(EID);
  expect(count()).toBe(2);
});
