/**
 * Log policies (C2SP tlog-policy): which log is trusted, and whose cosignatures suffice.
 *
 * docs/formats/witness.md 4. Strict: nothing twice, words separated by spaces and tabs only,
 * no comment after a line.
 */

import { hex } from "../bytes.ts";
import { WHITE_SPACE } from "../text.ts";
import { MalformedNote } from "./errors.ts";
import { COSIGNATURE, ED25519, MLDSA44, isClean, keyOf, parseVkey } from "./note.ts";
import type { VerifierKey } from "./note.ts";
import type { Suite } from "./suite.ts";

const NONE = "none";
const URL = new RegExp(`^https?://(?:(?!${WHITE_SPACE})[^#])+$`);
const NUMBER = /^[1-9][0-9]{0,3}$/;

/** So many of these witnesses or groups. */
export interface Group {
  readonly threshold: number;
  readonly members: readonly string[];
}

/** A parsed policy. */
export interface LogPolicy {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: ReadonlyMap<string, VerifierKey>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly quorum: string;
}

/** Tells whether these witnesses make the quorum. */
export function satisfied(policy: LogPolicy, seen: ReadonlySet<VerifierKey>): boolean {
  return policy.quorum === NONE || holds(policy, policy.quorum, seen);
}

function holds(policy: LogPolicy, name: string, seen: ReadonlySet<VerifierKey>): boolean {
  const witness = policy.witnesses.get(name);
  if (witness !== undefined) return seen.has(witness);
  const group = policy.groups.get(name);
  if (group === undefined) return false;
  return group.members.filter((member) => holds(policy, member, seen)).length >= group.threshold;
}

/** Reads a policy, or throws MalformedNote. */
export function parseLogPolicy(suite: Suite, text: string): LogPolicy {
  if (!isClean(text.replaceAll(/[\n\t]/g, "")) || text.includes("\u007f")) {
    throw new MalformedNote("the policy holds control characters or is not UTF-8");
  }
  if (text !== "" && !text.endsWith("\n")) {
    throw new MalformedNote("the policy's last line does not end");
  }
  const reading = new Reading(suite);
  for (const line of text.split("\n")) {
    const words = line.split(/[\t ]+/).filter((word) => word !== "");
    if (words.length > 0 && !words[0]?.startsWith("#")) reading.line(words);
  }
  const { logs, witnesses, groups, quorum } = reading;
  if (quorum === null) throw new MalformedNote("the policy names no quorum");
  return { logs, witnesses, groups, quorum };
}

/** The lines read so far; names and keys are known before they are used, each once. */
class Reading {
  readonly logs: VerifierKey[] = [];
  readonly witnesses = new Map<string, VerifierKey>();
  readonly groups = new Map<string, Group>();
  quorum: string | null = null;
  private readonly members = new Set<string>();
  private readonly logKeys = new Set<string>();
  private readonly witnessKeys = new Set<string>();
  private readonly suite: Suite;

  constructor(suite: Suite) {
    this.suite = suite;
  }

  line(words: readonly string[]): void {
    const [kind, first = "", second = "", ...rest] = words;
    if (kind === "log" && (words.length === 2 || (words.length === 3 && URL.test(second)))) {
      this.log(parseVkey(this.suite, first));
    } else if (kind === "witness" && (words.length === 3 || (words.length === 4 && URL.test(rest[0] ?? "")))) {
      this.witness(first, parseVkey(this.suite, second));
    } else if (kind === "group" && rest.length > 0) {
      this.group(first, second, rest);
    } else if (kind === "quorum" && words.length === 2 && this.quorum === null) {
      if (first !== NONE && !this.known(first)) throw new MalformedNote("the quorum names nobody");
      this.quorum = first;
    } else {
      throw new MalformedNote("the policy has a line that is not known or comes twice");
    }
  }

  private log(key: VerifierKey): void {
    if (key.algorithm !== ED25519 && key.algorithm !== MLDSA44) {
      throw new MalformedNote("a log's key is of another kind");
    }
    // One key under two names is still one key.
    this.once(this.logKeys, key);
    this.logs.push(key);
  }

  private witness(name: string, given: VerifierKey): void {
    this.newName(name);
    // Published policies give witness keys as plain Ed25519 too; the line's key is then read
    // as a cosigner's.
    const key =
      given.algorithm === ED25519
        ? keyOf(this.suite, given.name, COSIGNATURE, given.publicKey)
        : given;
    this.once(this.witnessKeys, key);
    this.witnesses.set(name, key);
  }

  private group(name: string, threshold: string, members: readonly string[]): void {
    this.newName(name);
    // Otherwise one witness could count twice towards a quorum.
    if (new Set(members).size !== members.length || members.some((one) => this.members.has(one))) {
      throw new MalformedNote("the policy names a member twice");
    }
    if (!members.every((member) => this.known(member))) {
      throw new MalformedNote("a group names nobody known");
    }
    const wanted = thresholdOf(threshold, members.length);
    for (const member of members) this.members.add(member);
    this.groups.set(name, { threshold: wanted, members });
  }

  private known(name: string): boolean {
    return this.witnesses.has(name) || this.groups.has(name);
  }

  private newName(name: string): void {
    if (name === NONE || this.known(name)) {
      throw new MalformedNote("the policy uses a name twice, or none as one");
    }
  }

  private once(keys: Set<string>, key: VerifierKey): void {
    const spelt = hex(key.publicKey);
    if (keys.has(spelt)) throw new MalformedNote("the policy names a key twice");
    keys.add(spelt);
  }
}

function thresholdOf(text: string, members: number): number {
  if (text === "all") return members;
  if (text === "any") return 1;
  if (!NUMBER.test(text)) {
    throw new MalformedNote("a group's threshold is all, any or a number");
  }
  if (Number(text) > members) throw new MalformedNote("a group's threshold cannot be met");
  return Number(text);
}
