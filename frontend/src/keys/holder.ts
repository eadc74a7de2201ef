/**
 * The key holder: answers every message of keys/messages.ts, with her keys in it.
 *
 * It has no network and no storage. `worker.ts` gives it its messages; tests give it theirs.
 */

import type { Random } from "../bytes.ts";
import { Account } from "./account.ts";
import { Additions } from "./additions.ts";
import { checkAsker } from "./asker.ts";
import { Copies } from "./copies.ts";
import { Drafts } from "./drafts.ts";
import { engine } from "./engine.ts";
import { Extractions } from "./extractions.ts";
import { addFinding, checkWitness, verifyLog } from "./looked.ts";
import type { Answer, Ask, Kind, ProgressStep } from "./messages.ts";
import { checkWords } from "../shv1/check_words.ts";
import type { Need } from "./sealed_store.ts";

/** How the holder speaks to the page while it answers one message. */
export interface Call {
  readonly need: Need;
  readonly progress: (step: ProgressStep, done: number, total: number) => void;
}

type Answers = {
  readonly [K in Kind]: (ask: Ask<K>, call: Call) => Answer<K> | Promise<Answer<K>>;
};

export class Holder {
  private readonly account: Account;
  private readonly extractions: Extractions;
  private readonly drafts = new Drafts();
  private readonly copies: Copies;
  private readonly additions: Additions;
  private readonly answers: Answers;

  constructor(random: Random) {
    this.account = new Account(random);
    this.extractions = new Extractions(random);
    this.copies = new Copies(this.extractions);
    this.additions = new Additions(random);
    this.answers = {
      ...this.ofAccount(),
      ...this.ofRecords(),
      ...this.ofOthers(),
      ...this.ofCopies(),
      ...this.ofAdditions(),
    };
  }

  /** Answers one message, or throws an error whose name is one of keys/errors.ts. */
  async answer<K extends Kind>(kind: K, ask: Ask<K>, call: Call): Promise<Answer<K>> {
    await engine();
    return this.answers[kind](ask, call);
  }

  private forget(): void {
    this.extractions.clear();
    this.drafts.clear();
    this.copies.clear();
    this.additions.clear();
  }

  private ofAccount(): Pick<
    Answers,
    "enrol" | "stretch" | "prove" | "passkey" | "unlock" | "lock" | "manifest" | "keep" | "recall"
  > {
    const { account } = this;
    return {
      enrol: (ask, { progress }) => {
        progress("stretching", 0, 1);
        this.forget();
        return account.enrol(ask);
      },
      stretch: (ask, { progress }) => {
        progress("stretching", 0, 1);
        return account.stretch(ask);
      },
      prove: (ask) => account.prove(ask),
      passkey: (ask) => account.passkey(ask),
      unlock: (ask) => {
        this.forget();
        return account.unlock(ask);
      },
      lock: () => {
        this.forget();
        account.lock();
        return {};
      },
      manifest: (ask) => account.manifest(ask),
      keep: (ask) => account.keep(ask),
      recall: (ask) => account.recall(ask),
    };
  }

  private ofRecords(): Pick<
    Answers,
    "openExtraction" | "receipt" | "preview" | "records" | "medium" | "visit" | "grant"
  > {
    const { account, extractions } = this;
    return {
      openExtraction: (ask) => extractions.open(account.unlocked(), ask),
      receipt: (ask) => extractions.receipt(account.unlocked(), ask),
      preview: (ask, { need, progress }) =>
        extractions.preview(ask, need, (done, total) => progress("opening", done, total)),
      records: (ask, { need }) => extractions.records(ask, need),
      medium: (ask, { need }) => extractions.medium(ask, need),
      visit: (ask, { need }) => extractions.visit(ask, need),
      grant: (ask, { need, progress }) =>
        extractions.grant(account.unlocked(), ask, need, (done, total) =>
          progress("sealing", done, total),
        ),
    };
  }

  private ofAdditions(): Pick<Answers, "beginAdd" | "nextAdd" | "askBack" | "checkBack"> {
    const { account, additions } = this;
    return {
      beginAdd: (ask, { progress }) =>
        additions.begin(account.unlocked(), ask, (done, total) => progress("checking", done, total)),
      nextAdd: ({ add }, { progress }) =>
        additions.adding(add).next((done, total) => progress("adding", done, total)),
      askBack: ({ add }) => additions.adding(add).question(),
      checkBack: (ask) => additions.adding(ask.add).check(ask),
    };
  }

  private ofCopies(): Pick<Answers, "contents" | "beginCopy" | "nextCopy"> {
    const { account, copies } = this;
    return {
      contents: (ask) => copies.contents(ask),
      beginCopy: (ask) => copies.begin(account.unlocked(), ask),
      nextCopy: (ask, { need, progress }) =>
        copies.next(ask, need, (done, total) => progress("copying", done, total)),
    };
  }

  private ofOthers(): Pick<
    Answers,
    | ("asker" | "openDraft" | "draftRecords" | "approve")
    | ("verifyLog" | "witness" | "finding" | "checkWords")
  > {
    const { account, drafts, extractions } = this;
    return {
      asker: checkAsker,
      openDraft: (ask, { progress }) => {
        const previewed = ask.preview === undefined ? null : extractions.selection(ask.preview);
        return drafts.open(account.unlocked(), ask, previewed, (done, total) =>
          progress("checking", done, total),
        );
      },
      draftRecords: (ask) => drafts.records(ask),
      approve: (ask) => drafts.approve(account.unlocked(), ask),
      verifyLog: (ask) => verifyLog(account.unlocked().identity, account.kCase(), ask),
      witness: checkWitness,
      finding: addFinding,
      checkWords: ({ kind, data }) => ({ numbers: checkWords(kind, data) }),
    };
  }
}
