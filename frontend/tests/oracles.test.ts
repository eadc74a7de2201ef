/** Wraps against two other HPKE libraries with X-Wing, both ways. None of them is shipped. */

import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import * as panva from "hpke";
import * as noble from "@panva/hpke-noble";
import { beforeAll, describe, expect, test } from "vitest";
import { concat, hex, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { browserRandom } from "../src/keys/account.ts";
import { NotAuthentic } from "../src/shv1/errors.ts";
import { identityOf } from "../src/shv1/identity.ts";
import type { Identity } from "../src/shv1/identity.ts";
import { derive, label } from "../src/shv1/kdf.ts";
import { ready } from "../src/shv1/sodium.ts";
import { openFrom, sealTo } from "../src/shv1/wrap.ts";

const ENC = 1120;
const CONTEXT = utf8("context");
const INFO = (): Bytes => label("a use", CONTEXT);
const NOTHING = new Uint8Array(0);

interface Oracle {
  readonly name: string;
  seal(her: Identity, plain: Bytes): Promise<Bytes>;
  open(her: Identity, sealed: Bytes): Promise<Bytes>;
}

const core: Oracle = {
  name: "@hpke/core with @hpke/hybridkem-x-wing",
  async seal(her, plain) {
    const suite = coreSuite();
    const recipientPublicKey = await suite.kem.deserializePublicKey(her.bundle.xwing);
    const sender = await suite.createSenderContext({ recipientPublicKey, info: INFO() });
    const body = new Uint8Array(await sender.seal(plain));
    return concat(new Uint8Array(sender.enc), body);
  },
  async open(her, sealed) {
    const suite = coreSuite();
    const recipientKey = await suite.kem.deserializePrivateKey(derive(her.root, "id kem"));
    const enc = sealed.slice(0, ENC);
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info: INFO() });
    return new Uint8Array(await recipient.open(sealed.slice(ENC)));
  },
};

function coreSuite(): CipherSuite {
  return new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

const second: Oracle = {
  name: "hpke with @panva/hpke-noble",
  async seal(her, plain) {
    const suite = panvaSuite();
    const key = await suite.DeserializePublicKey(her.bundle.xwing);
    const { encapsulatedSecret, ciphertext } = await suite.Seal(key, plain, { info: INFO() });
    return concat(encapsulatedSecret, ciphertext);
  },
  async open(her, sealed) {
    const suite = panvaSuite();
    const key = await suite.DeserializePrivateKey(derive(her.root, "id kem"), true);
    const plain = await suite.Open(key, sealed.slice(0, ENC), sealed.slice(ENC), { info: INFO() });
    return new Uint8Array(plain);
  },
};

function panvaSuite(): panva.CipherSuite {
  return new panva.CipherSuite(
    noble.KEM_MLKEM768_X25519,
    panva.KDF_HKDF_SHA256,
    panva.AEAD_AES_256_GCM,
  );
}

beforeAll(ready);

describe.each([core, second])("$name", (oracle) => {
  test("what it seals opens here, and the reverse", async () => {
    for (const length of [0, 32, 1000]) {
      const her = identityOf(browserRandom(32));
      const plain = browserRandom(length);
      const theirs = await oracle.seal(her, plain);
      expect(hex(await openFrom(her.kem, "a use", CONTEXT, theirs))).toBe(hex(plain));
      const ours = await sealTo(her.bundle, "a use", CONTEXT, plain);
      expect(hex(await oracle.open(her, ours))).toBe(hex(plain));
    }
  });
});

test("a wrap opens for its own key, use and context alone, and not with a bit changed", async () => {
  const [her, other] = [identityOf(browserRandom(32)), identityOf(browserRandom(32))];
  const sealed = await sealTo(her.bundle, "a use", CONTEXT, browserRandom(32));
  const wrong: [Identity, string, Bytes, Bytes][] = [
    [other, "a use", CONTEXT, sealed],
    [her, "b use", CONTEXT, sealed],
    [her, "a use", NOTHING, sealed],
    [her, "a use", CONTEXT, sealed.slice(0, -1)],
    [her, "a use", CONTEXT, sealed.slice(0, 100)],
  ];
  for (const at of [0, ENC - 1, ENC, sealed.length - 1]) {
    const changed = sealed.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    wrong.push([her, "a use", CONTEXT, changed]);
  }
  for (const [who, use, context, data] of wrong) {
    await expect(openFrom(who.kem, use, context, data)).rejects.toBeInstanceOf(NotAuthentic);
  }
});
