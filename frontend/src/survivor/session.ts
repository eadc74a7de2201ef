/**
 * Her session on this page: the key worker, the vault, and what is known of the account.
 *
 * Nothing of it outlives the page. Locking ends the worker and the vault's session; what
 * stays in memory then opens nothing without the passphrase.
 */

import { Http } from "../api/http.ts";
import { addPasskey } from "../api/passkeys.ts";
import { Vault } from "../api/vault.ts";
import type { RequestRow } from "../api/request.ts";
import type { OpenExtraction, SignedIn } from "../api/vault.ts";
import type { KeyClient, Progress } from "../keys/client.ts";
import type {
  Answer,
  Ask,
  Bytes,
  ContentsJson,
  FindingJson,
  Hex,
  Kind,
  ManifestJson,
  OpenedJson,
  Place,
  PreviewJson,
  ScopeJson,
} from "../keys/messages.ts";
import { bytesOf, equal } from "../bytes.ts";
import { NoPasskey, makePasskey, passkeySecret } from "./webauthn.ts";
import { startKeys } from "../keys/start.ts";
import { beyond, indexOf, sizeOf } from "./receipts.ts";

/** The keys that this vault's statements lead to are not the ones that were pinned. */
export class PinChanged extends Error {
  override readonly name = "PinChanged";
}

/** What was opened is not what was countersigned. */
export class IntakeChanged extends Error {
  override readonly name = "IntakeChanged";
}

/** The vault gave an older account than this visit has met. */
export class RolledBack extends Error {
  override readonly name = "RolledBack";
}

/** Who asks has no key here, or no certificate for it. */
export class AskerUnknown extends Error {
  override readonly name = "AskerUnknown";
}

/** What a screen is about is no longer there. */
export class NotHere extends Error {
  override readonly name = "NotHere";
}

/** The session ended: locked, timed out, or somebody signed in elsewhere. */
export class Ended extends Error {
  override readonly name = "Ended";
}

interface Pin {
  readonly log: string;
  readonly roots: readonly Hex[];
}

/** What one opening gave: what is inside, and what came beside it. */
interface Opened extends Pick<OpenExtraction, "above" | "receipt"> {
  readonly found: OpenedJson;
}

interface Account {
  readonly uid: Hex;
  readonly params: Bytes;
}

export class Session {
  readonly http = new Http();
  readonly vault = new Vault(this.http);
  private keys: KeyClient | null = null;
  private account: Account | null = null;
  private given: Pick<SignedIn, "slots" | "manifest" | "version"> | null = null;
  private memory: ManifestJson | null = null;
  private seen = -1;
  private remembering: Promise<void> = Promise.resolve();
  /** Whose receipts the page holds. */
  private whose: Hex | null = null;
  /** What did not match, while the vault has not kept it; it ends with the page. */
  private unkept: readonly FindingJson[] | null = null;
  private readonly opened = new Map<Hex, Promise<Opened>>();
  private readonly previews = new Map<string, PreviewJson>();

  /** Starts the key worker before it is needed, so that nobody waits for it later. */
  warm(): void {
    if (this.keys?.alive !== true) this.keys = startKeys((what) => this.vault.sealed(what));
  }

  ask<K extends Kind>(kind: K, ask: Ask<K>, progress?: Progress): Promise<Answer<K>> {
    this.warm();
    if (this.keys === null) return Promise.reject(new Ended("no key worker"));
    return this.keys.ask(kind, ask, progress);
  }

  /** Whether a passphrase alone is enough to come back. */
  get known(): boolean {
    return this.account !== null;
  }

  get manifest(): ManifestJson {
    if (this.memory === null) throw new Ended("nobody is signed in");
    return this.memory;
  }

  /** Makes an account with a guardian's one-time code; she is signed in afterwards. */
  async enrol(code: string, passphrase: string, progress: Progress): Promise<Answer<"enrol">> {
    const made = await this.ask("enrol", { passphrase }, progress);
    this.become(made.uid);
    await this.vault.enrol(code, made);
    this.account = { uid: made.uid, params: made.params };
    await this.enter(passphrase, progress);
    return made;
  }

  /** Signs in with the login code and the passphrase. */
  async signIn(loginCode: string, passphrase: string, progress: Progress): Promise<void> {
    this.account = await this.vault.params(loginCode);
    this.become(this.account.uid);
    try {
      await this.enter(passphrase, progress);
    } catch (error) {
      this.account = null;
      throw error;
    }
  }

  /** Signs in with a passkey of this device; after a lock only to the same account. */
  async signInByPasskey(): Promise<void> {
    const { uid, credential, prf } = await passkeySecret();
    if (this.account !== null && this.account.uid !== uid) {
      throw new NoPasskey("the passkey is of another account");
    }
    const { auth } = await this.ask("prove", { prf, uid, credential });
    prf.fill(0);
    this.become(uid);
    await this.admit(uid, auth, ({ passkeys }) =>
      passkeys.filter((each) => equal(each.credential, credential)).map(({ wrap }) => wrap),
    );
  }

  /** Makes a passkey on this device; wants the passphrase, so that nobody else does it here. */
  async addPasskey(passphrase: string, progress: Progress): Promise<void> {
    await this.confirm(passphrase, progress);
    const { uid } = this.whole(this.account);
    const credential = await makePasskey(bytesOf(uid));
    const { prf } = await passkeySecret(credential);
    const made = await this.ask("passkey", { prf, credential });
    prf.fill(0);
    await addPasskey(this.http, credential, made);
  }

  /** Comes back after a lock. */
  async unlock(passphrase: string, progress: Progress): Promise<void> {
    await this.enter(passphrase, progress);
  }

  /** Wants the passphrase again; the vault is not asked. */
  async confirm(passphrase: string, progress: Progress): Promise<void> {
    const { uid, params } = this.whole(this.account);
    const { slots, manifest, version } = this.whole(this.given);
    await this.ask("stretch", { passphrase, uid, params }, progress);
    await this.ask("unlock", { slots, manifest, version, seen: this.seen });
    // The worker began anew with this unlocking.
    this.forget();
  }

  /** Ends the keys and the vault's session. */
  lock(): void {
    this.keys?.end();
    this.keys = null;
    this.forget();
    this.http.leave();
  }

  /** Ends everything and forgets the account; used on the way out. */
  end(): void {
    this.keys?.end();
    this.keys = null;
    this.forget();
    this.account = null;
    this.given = null;
    this.memory = null;
    this.become(null);
  }

  /** Opens an extraction, once; what was countersigned before must be what comes now. */
  async open(eid: Hex): Promise<OpenedJson> {
    return (await this.opening(eid)).found;
  }

  /** Says who sealed an extraction and which files it has. */
  async contents(eid: Hex): Promise<ContentsJson> {
    const { above } = await this.opening(eid);
    return this.ask("contents", { eid, above, roots: this.pin().roots });
  }

  /** Begins a full copy of an extraction; gives its number. */
  async beginCopy(eid: Hex, readme: string): Promise<number> {
    const { receipt } = await this.opening(eid);
    return (await this.ask("beginCopy", { eid, receipt, readme })).copy;
  }

  /** Gives what one opening gave, also to who asks while it goes on; what failed is tried anew. */
  private opening(eid: Hex): Promise<Opened> {
    const known = this.opened.get(eid);
    if (known !== undefined) return known;
    const opening = this.openAnew(eid);
    this.opened.set(eid, opening);
    opening.catch(() => {
      if (this.opened.get(eid) === opening) this.opened.delete(eid);
    });
    return opening;
  }

  private async openAnew(eid: Hex): Promise<Opened> {
    const { wrap, ingest, certs, above, receipt } = await this.vault.open(eid);
    const [leaves, catalogue] = await Promise.all([
      this.vault.file(eid, "leaves"),
      this.vault.file(eid, "catalogue"),
    ]);
    const found = await this.ask("openExtraction", { eid, ingest, certs, leaves, catalogue, wrap });
    const before = this.manifest.extractions.find((each) => each.eid === eid);
    if (before !== undefined && (before.root !== found.root || before.ingest !== found.statement)) {
      throw new IntakeChanged("the extraction is not the one that was countersigned");
    }
    return { found, above, receipt };
  }

  /** Finds what a scope would let leave; the same question is answered once. */
  async preview(
    eid: Hex,
    scope: ScopeJson,
    excluded: readonly Place[],
    progress?: Progress,
  ): Promise<PreviewJson> {
    const question = JSON.stringify([eid, scope, excluded]);
    const known = this.previews.get(question);
    if (known !== undefined) return known;
    await this.open(eid);
    const found = await this.ask("preview", { eid, scope, excluded }, progress);
    this.previews.set(question, found);
    return found;
  }

  /** Checks who asks by the pinned keys; throws where nothing vouches for them. */
  async asker(row: RequestRow): Promise<Answer<"asker">> {
    if (row.recipient === null || row.certs === null) {
      throw new AskerUnknown("nothing vouches for who asks");
    }
    const { recipient, certs } = row;
    const now = Math.floor(Date.now() / 1000);
    return this.ask("asker", { recipient, certs, roots: this.pin().roots, now });
  }

  /** The keys that are pinned; those of the first visit. */
  pin(): Pin {
    return JSON.parse(this.manifest.policy) as Pin;
  }

  /** Seals and keeps the next version of what her client remembers; one after the other. */
  remember(change: Partial<ManifestJson>): Promise<void> {
    const mine = this.remembering.then(() => this.rememberNow(change));
    this.remembering = mine.catch(() => undefined);
    return mine;
  }

  private async rememberNow(change: Partial<ManifestJson>): Promise<void> {
    const { findings } = this;
    const next = { ...this.manifest, ...change, findings };
    const { version, manifest } = await this.ask("manifest", {
      manifest: next,
      // What was sealed and not stored is sealed again under the same number.
      after: this.seen,
    });
    await this.vault.putManifest(version, manifest);
    this.memory = next;
    if (this.findings === findings) this.unkept = null;
    this.given = { ...this.whole(this.given), manifest, version };
    this.seen = version;
  }

  /** What did not match, in this visit or an earlier one (docs/formats/finding.md). */
  get findings(): readonly FindingJson[] {
    return this.unkept ?? this.memory?.findings ?? [];
  }

  /** Whether the vault keeps all of it; else it ends with the page. */
  get findingsKept(): boolean {
    return this.unkept === null;
  }

  /** Remembers what did not match; where the vault will not keep it, this page does. */
  async found(fresh: FindingJson): Promise<void> {
    const { findings } = await this.ask("finding", { findings: this.findings, fresh, policy: "" });
    this.unkept = findings;
    await this.remember({}).catch(() => undefined);
  }

  /** Notes whom she talked to about all that did not match; throws where that cannot be kept. */
  async talked(whom: string, now: number): Promise<void> {
    const before = this.unkept;
    const told = { at: Math.floor(now / 1000), whom };
    this.unkept = this.findings.map((each) => (each.told === null ? { ...each, told } : each));
    try {
      await this.remember({});
    } catch (error) {
      this.unkept = before;
      throw error;
    }
  }

  /** Gives all receipts that are held, of this visit and of earlier ones. */
  promised(): readonly string[] {
    return [...new Set([...this.manifest.receipts, ...this.http.promised])];
  }

  /** Keeps receipts for later visits: those beyond what her checkpoint covers. */
  async keepPromised(): Promise<void> {
    const receipts = beyond(this.promised(), sizeOf(this.manifest.lastCheckpoint));
    if (receipts.join() !== this.manifest.receipts.join()) await this.remember({ receipts });
  }

  /** Keeps what a look confirmed: the checkpoint, and what was promised beyond it. */
  async confirmed(checkpoint: string, promised: readonly string[]): Promise<void> {
    const size = sizeOf(checkpoint);
    for (const text of this.http.promised) if (indexOf(text) < size) this.http.promised.delete(text);
    const receipts = beyond([...new Set([...promised, ...this.http.promised])], size);
    const { lastCheckpoint, receipts: before } = this.manifest;
    if (checkpoint === lastCheckpoint && receipts.join() === before.join()) return;
    await this.remember({ lastCheckpoint: checkpoint, receipts });
  }

  /** Another person's receipts and findings are not hers. */
  private become(uid: Hex | null): void {
    if (uid !== null && uid === this.whose) return;
    this.whose = uid;
    this.unkept = null;
    this.http.promised.clear();
  }

  /** What the worker had opened is gone with it. */
  private forget(): void {
    this.opened.clear();
    this.previews.clear();
  }

  private async enter(passphrase: string, progress: Progress): Promise<void> {
    const { uid, params } = this.whole(this.account);
    const { auth } = await this.ask("stretch", { passphrase, uid, params }, progress);
    await this.admit(uid, auth, ({ slots }) => slots);
  }

  /** Shows an auth key to the vault, opens what it gives for it, and checks what it says. */
  private async admit(
    uid: Hex,
    auth: Bytes,
    opens: (given: SignedIn) => readonly Bytes[],
  ): Promise<void> {
    const given = await this.vault.signIn(uid, auth);
    this.http.use(given.token);
    const { params, slots, manifest, version } = given;
    if (version < this.seen) throw new RolledBack("an older account than this visit has met");
    const opened = await this.ask("unlock", {
      slots: opens(given),
      manifest,
      version,
      seen: this.seen,
    });
    this.account ??= { uid, params };
    this.given = { slots, manifest, version };
    this.memory = opened.manifest;
    this.seen = Math.max(this.seen, opened.version);
    await this.checkPin();
  }

  private async checkPin(): Promise<void> {
    const { roots, log } = await this.vault.policy();
    const now = JSON.stringify({ log, roots });
    if (this.manifest.policy === "") await this.remember({ policy: now });
    if (this.manifest.policy !== now) throw new PinChanged("the vault's keys changed");
  }

  private whole<T>(value: T | null): T {
    if (value === null) throw new Ended("nobody is signed in");
    return value;
  }
}
