/** A passkey's slot by the vectors that Python runs, and what a page asks an authenticator for. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Http } from "../src/api/http.ts";
import { bytesOf, hex } from "../src/bytes.ts";
import { engine } from "../src/keys/engine.ts";
import { authKeyPrf, openRootPrf, sealRootPrf } from "../src/shv1/account.ts";
import { passkeyInput } from "../src/survivor/webauthn.ts";

interface Row {
  readonly name: string;
  readonly expect: string;
  readonly prf: string;
  readonly uid: string;
  readonly credential: string;
  readonly wrap: string;
  readonly auth?: string;
  readonly root?: string;
}

const FILE = join(import.meta.dirname, "../../tests/vectors/passkey/passkeys.json");
const FOUND = JSON.parse(readFileSync(FILE, "utf8")) as { input: string; rows: Row[] };
const FAULTS: Readonly<Record<string, string>> = {
  "not authentic": "NotAuthentic",
  malformed: "MalformedIdentity",
};

beforeAll(engine);

describe("a passkey's slot", () => {
  test.each(FOUND.rows)("$name: $expect", async (row) => {
    const [prf, uid, credential, wrap] = [row.prf, row.uid, row.credential, row.wrap].map(bytesOf) as [
      Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>,
    ];
    if (row.expect !== "success") {
      await expect(openRootPrf(prf, uid, credential, wrap)).rejects.toMatchObject({
        name: FAULTS[row.expect],
      });
      return;
    }
    expect(hex(await openRootPrf(prf, uid, credential, wrap))).toBe(row.root);
    expect(hex(authKeyPrf(prf, uid, credential))).toBe(row.auth);
    const zeros = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array(size);
    const again = await sealRootPrf(prf, uid, credential, bytesOf(row.root ?? ""), zeros);
    expect(hex(again)).toBe(row.wrap);
  });

  test("a page asks for the secret of the input that the format names", async () => {
    expect(hex(await passkeyInput())).toBe(FOUND.input);
  });
});

test("what is large is waited for longer: a slow line is no fault", async () => {
  const limit = vi.spyOn(AbortSignal, "timeout");
  const answering: typeof fetch = () => Promise.resolve(new Response("{}"));
  const http = new Http(".", answering);
  await http.post("/v1/small", {});
  await http.post("/v1/grants", { envelope: "x".repeat(2_000_000) });
  const [small = 0, large = 0] = limit.mock.calls.map(([ms]) => ms);
  limit.mockRestore();
  expect(small).toBeLessThan(32_000);
  expect(large).toBeGreaterThan(200_000);
});
