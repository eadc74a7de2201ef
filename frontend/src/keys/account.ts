/** What the key worker does with her account: enrolling, unlocking, the manifest, choices. */

import { bytesOf, concat, fromUtf8, hex } from "../bytes.ts";
import type { Bytes, Random } from "../bytes.ts";
import {
  auditTagKey,
  authKey,
  authKeyPrf,
  makeSlots,
  marshalParams,
  newParams,
  openChoices,
  openManifest,
  openRoot,
  openRootPrf,
  parseParams,
  sealChoices,
  sealManifest,
  sealRoot,
  sealRootPrf,
  stretch,
} from "../shv1/account.ts";
import type { Manifest } from "../shv1/account.ts";
import { showFp } from "../shv1/ids.ts";
import { ROOT_SIZE, identityOf } from "../shv1/identity.ts";
import type { Identity } from "../shv1/identity.ts";
import { sha256, wipe } from "../shv1/sodium.ts";
import type { Answer, Ask, ManifestJson } from "./messages.ts";

/** The worker was asked for something that needs a key it does not hold. */
export class Locked extends Error {
  override readonly name = "Locked";
}

const ID_SIZE = 16;
const LOGIN_SIZE = 16;
const HASH_SIZE = 32;
const EMPTY: Manifest = { extractions: [], policy: "", lastCheckpoint: "", receipts: [], findings: [] };

/** What opens a slot: a stretched passphrase or a passkey's secret. */
interface Opener {
  readonly key: Bytes;
  readonly uid: Bytes;
  readonly open: (slots: readonly Bytes[]) => Promise<Bytes>;
}

/** An account whose root is at hand. */
export interface Unlocked {
  readonly uid: Bytes;
  readonly identity: Identity;
}

export class Account {
  private readonly random: Random;
  private stretched: Opener | null = null;
  private open: Unlocked | null = null;
  private version = 0;
  private floor = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** Gives the unlocked account, or throws Locked. */
  unlocked(): Unlocked {
    if (this.open === null) throw new Locked("unlock first");
    return this.open;
  }

  /** Makes an identity and everything that the vault keeps of an account. */
  async enrol({ passphrase }: Ask<"enrol">): Promise<Answer<"enrol">> {
    const { random } = this;
    this.lock();
    const uid = random(ID_SIZE);
    const identity = identityOf(random(ROOT_SIZE));
    const params = newParams(random);
    const stretched = stretch(passphrase, params);
    const used = await sealRoot(stretched, uid, params, identity.root, random);
    const auth = sha256(authKey(stretched, uid));
    wipe(stretched);
    const login = random(LOGIN_SIZE);
    const manifest = await sealManifest(identity.root, uid, 1, EMPTY, random);
    this.open = { uid, identity };
    this.version = 1;
    this.floor = 1;
    return {
      uid: hex(uid),
      fp: identity.bundle.fp,
      shown: showFp(identity.bundle.fp),
      loginCode: hex(login),
      bundle: identity.bundle.raw,
      params: marshalParams(params),
      // The unused slot's hash is as random as its wrap.
      slots: makeSlots([used], random).map((wrap) => ({
        authHash: wrap === used ? auth : random(HASH_SIZE),
        wrap,
      })),
      loginHash: sha256(login),
      kCase: auditTagKey(identity.root, uid),
      manifest,
    };
  }

  /** Stretches the passphrase; gives what authenticates. */
  stretch(ask: Ask<"stretch">): Answer<"stretch"> {
    const params = parseParams(ask.params);
    const uid = bytesOf(ask.uid);
    this.forgetStretched();
    const key = stretch(ask.passphrase, params);
    this.stretched = { key, uid, open: (slots) => openRoot(key, uid, params, slots) };
    return { auth: authKey(key, uid) };
  }

  /** Takes a passkey's secret; gives what authenticates. */
  prove(ask: Ask<"prove">): Answer<"prove"> {
    const { prf: key, credential } = ask;
    const uid = bytesOf(ask.uid);
    this.forgetStretched();
    const auth = authKeyPrf(key, uid, credential);
    // There is one wrap of a passkey; more are none of ours.
    const open = ([wrap = new Uint8Array()]: readonly Bytes[]): Promise<Bytes> =>
      openRootPrf(key, uid, credential, wrap);
    this.stretched = { key, uid, open };
    return { auth };
  }

  /** Makes a passkey's slot. */
  async passkey({ prf, credential }: Ask<"passkey">): Promise<Answer<"passkey">> {
    const { uid, identity } = this.unlocked();
    try {
      const authHash = sha256(authKeyPrf(prf, uid, credential));
      const wrap = await sealRootPrf(prf, uid, credential, identity.root, this.random);
      return { authHash, wrap };
    } finally {
      wipe(prf);
    }
  }

  /** Opens a slot with what was stretched, then the manifest; what was open before is forgotten. */
  async unlock(ask: Ask<"unlock">): Promise<Answer<"unlock">> {
    if (this.stretched === null) throw new Locked("stretch the passphrase first");
    const { uid, open } = this.stretched;
    let root: Bytes;
    try {
      root = await open(ask.slots);
    } finally {
      this.forgetStretched();
    }
    const manifest = await openManifest(root, uid, ask.manifest, ask.version, ask.seen);
    this.forgetOpen();
    const identity = identityOf(root);
    this.open = { uid, identity };
    this.version = ask.version;
    this.floor = ask.version;
    const { fp } = identity.bundle;
    return { fp, shown: showFp(fp), version: ask.version, manifest: shownManifest(manifest) };
  }

  /** Seals the next version of the manifest. */
  async manifest({ manifest, after }: Ask<"manifest">): Promise<Answer<"manifest">> {
    const { uid, identity } = this.unlocked();
    // Never an older one again than what she unlocked with.
    const next = Math.max(after ?? this.version, this.floor) + 1;
    const body: Manifest = {
      ...manifest,
      extractions: manifest.extractions.map((row) => ({ ...row, ingest: bytesOf(row.ingest) })),
    };
    const sealed = await sealManifest(identity.root, uid, next, body, this.random);
    this.version = next;
    return { version: next, manifest: sealed };
  }

  /** Gives the key that blinds her tags in the log. */
  kCase(): Bytes {
    const { uid, identity } = this.unlocked();
    return auditTagKey(identity.root, uid);
  }

  async keep({ text }: Ask<"keep">): Promise<Answer<"keep">> {
    const { uid, identity } = this.unlocked();
    return { sealed: await sealChoices(identity.root, uid, text, this.random) };
  }

  async recall({ sealed }: Ask<"recall">): Promise<Answer<"recall">> {
    const { uid, identity } = this.unlocked();
    return { text: fromUtf8(await openChoices(identity.root, uid, sealed)) };
  }

  /** Forgets everything. What the engine may have copied is out of reach. */
  lock(): void {
    this.forgetStretched();
    this.forgetOpen();
    this.version = 0;
    this.floor = 0;
  }

  private forgetStretched(): void {
    if (this.stretched !== null) wipe(this.stretched.key);
    this.stretched = null;
  }

  private forgetOpen(): void {
    if (this.open !== null) {
      const { root, kem, signing } = this.open.identity;
      for (const secret of [root, kem.privateKey, signing.privateKey]) wipe(secret);
    }
    this.open = null;
  }
}

function shownManifest(manifest: Manifest): ManifestJson {
  const extractions = manifest.extractions.map((row) => ({ ...row, ingest: hex(row.ingest) }));
  return { ...manifest, extractions };
}

/** Gives chance from the browser, however much is asked for. */
export function browserRandom(size: number): Bytes {
  const parts: Bytes[] = [];
  for (let left = size; left > 0; left -= 65_536) {
    parts.push(crypto.getRandomValues(new Uint8Array(Math.min(left, 65_536))));
  }
  return concat(...parts);
}
