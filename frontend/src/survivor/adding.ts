/**
 * One addition from this page: sealed by the key worker, brought to the vault, read back, kept.
 *
 * Where the connection is lost, what was sealed and not stored waits here, and `run` goes on with
 * it. Where the worker or the session ended, she begins anew; the vault then gives up the rest.
 */

import type { SentPart } from "../api/uploads.ts";
import { hex, utf8 } from "../bytes.ts";
import { ADDED } from "../keys/messages.ts";
import type { AddedFile, Answer, Hex, Refused } from "../keys/messages.ts";
import { IntakeChanged } from "./session.ts";
import type { Session } from "./session.ts";
import type { Tell } from "./use.ts";

type Begun = Extract<Answer<"beginAdd">, { readonly refused: null }>;

/** What stands in the list of files before it is added. */
export interface Chosen {
  readonly number: number;
  readonly file: Blob;
  readonly name: string;
}

/** Has the files read and signed for; or says which is not taken, and why. */
export async function beginAdding(
  session: Session,
  files: readonly AddedFile[],
  progress: Tell,
): Promise<Adding | Refused> {
  const now = Math.floor(Date.now() / 1000);
  const begun = await session.ask("beginAdd", { files, tool: await thisProgram(), now }, progress);
  return begun.refused === null ? new Adding(session, begun) : begun.refused;
}

/** Names this program: the hash is over the list of hashes of all its scripts. */
async function thisProgram(): Promise<{ name: string; version: string; sha256: Hex }> {
  const map = document.querySelector('script[type="importmap"]')?.textContent ?? "";
  const hashed = await crypto.subtle.digest("SHA-256", utf8(map));
  return { name: "safehold-browser", version: "1", sha256: hex(new Uint8Array(hashed)) };
}

export class Adding {
  private readonly session: Session;
  private readonly begun: Begun;
  private known = false;
  private pending: SentPart | null = null;
  private sent = false;

  constructor(session: Session, begun: Begun) {
    this.session = session;
    this.begun = begun;
  }

  /** Goes on until it lies in the vault; gives the log's line. Throws, and may be run again. */
  async run(progress: Tell, wanted: () => boolean): Promise<number | null> {
    const { session, begun } = this;
    const { uploads } = session.vault;
    if (!this.known) await uploads.begin(begun.ingest);
    this.known = true;
    while (!this.sent) {
      if (!wanted()) return null;
      await this.sendNext(progress);
    }
    const { chance, files } = await session.ask("askBack", { add: begun.add });
    const hashes = await uploads.readBack(begun.eid, chance, files, (done, total) =>
      progress("checking", done, total),
    );
    const { wrap } = await session.ask("checkBack", { add: begun.add, hashes });
    if (!wanted()) return null;
    const { root, statement, logIndex } = await uploads.commit(begun.eid, wrap);
    if (root !== begun.root || hex(statement) !== begun.statement) {
      throw new IntakeChanged("the vault kept another statement than was signed");
    }
    // So that another one in its place is known at the next visit.
    const others = session.manifest.extractions.filter((each) => each.eid !== begun.eid);
    const mine = { eid: begun.eid, root, ingest: begun.statement, logIndex };
    await session.remember({ extractions: [...others, mine] });
    return logIndex;
  }

  private async sendNext(progress: Tell): Promise<void> {
    const { session, begun } = this;
    if (this.pending === null) {
      const { part, done, total } = await session.ask("nextAdd", { add: begun.add }, progress);
      progress("adding", done, total);
      this.pending = part;
      this.sent = part === null;
    }
    if (this.pending !== null) await session.vault.uploads.put(begun.eid, this.pending);
    this.pending = null;
  }
}

/** Whether so many files of this size may be added at a time, or why not. */
export function tooMuch(files: readonly Chosen[]): "many" | "total" | null {
  if (files.length > ADDED.files) return "many";
  return files.reduce((sum, { file }) => sum + file.size, 0) > ADDED.total ? "total" : null;
}
