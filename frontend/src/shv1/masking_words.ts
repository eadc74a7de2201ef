/**
 * Telephone numbers, addresses and names in words: which there are, and whose.
 *
 * docs/formats/grant.md 4, as extraction/masking_words.py: a plain grammar over fixed signs. What
 * it does not know as a number or an address stays.
 */

import { compareText } from "../bytes.ts";
import { EDGES } from "./filter.ts";

export const PSEUDONYM = /^person-[1-9][0-9]*$/;
const LETTERS = String.raw`A-Za-z0-9\u00c0-\u024f\u0370-\u052f`;
const MAIL = new RegExp(
  `[${LETTERS}._%+'-]+(?::[0-9]{1,5})?@[${LETTERS}-]+(?:\\.[${LETTERS}-]+)+`,
  "g",
);
const GAP = String.raw`[ ()./\u00a0\u2009\u202f\u2010-\u2013-]{0,2}`;
const NUMBER =
  String.raw`(?:(?<=@)|(?<=wa\.me/))[0-9]{7,15}(?![0-9A-Za-z_])` +
  "|(?<![0-9A-Za-z_+])(?<![0-9][.,:/-])" +
  // Days, as 01.02.2026 and 01/02/26, begin with a zero too.
  "(?![0-9]{2}[./-][0-9]{2}[./-](?:[0-9]{4}|[0-9]{2})(?![0-9./-]))" +
  `(?:\\+[1-9](?:${GAP}[0-9]){6,15}` +
  `|\\(?00${GAP}[1-9](?:${GAP}[0-9]){6,15}` +
  `|\\(?0(?:${GAP}[0-9]){8,14}` +
  String.raw`|\(?[2-9][0-9]{2}(?:\) ?|[ .-])[0-9]{3}[ .-][0-9]{4})` +
  "(?![0-9A-Za-z_])";
const NUMBERS = new RegExp(NUMBER, "g");
const WHOLE_NUMBER = new RegExp(`^(?:${NUMBER})$`);
const ACCOUNT = /^([0-9]{5,20})(?::[0-9]{1,5})?@s\.whatsapp\.net$/;
const LABEL = / \([^()]*\)$/;
const SAYS_PERSON =
  /(?:phone|phone[ _]?number|msisdn|jid|mail|address|sender|recipient|caller|callee|author|participant|member|mention|mentioned|nickname|contact|vcard|tel|(?:sender|contact|display|push|user|author|caller|first|last|full)[ _]?name)s?[ _]?[0-9]*$/i;
const SAYS_SOMETHING = /[A-Za-z\u0080-\uffff]|[0-9](?:[^0-9]*[0-9]){6}/;
/** So many digits of a number without its country must be the end of another's. */
const TRUNK = 8;

/** Gives the pseudonym of somebody by the form in which ids are compared. */
export type Pseudonym = (key: string) => string;

/** Gives the form in which an id is compared: +digits, a small address, or as it is. */
export function keyOf(written: string): string {
  const text = written.replace(/^ +| +$/g, "");
  const account = ACCOUNT.exec(text);
  if (account !== null) return `+${account[1]}`;
  if (text.includes("@")) return text.toLowerCase().normalize("NFC");
  return WHOLE_NUMBER.test(text) ? numberKey(text) : text;
}

function numberKey(text: string): string {
  const digits = text.replaceAll("(0)", "").replace(/[^0-9]/g, "");
  if (text.startsWith("+")) return `+${digits}`;
  return digits.startsWith("00") ? `+${digits.slice(2)}` : digits;
}

/** Tells whether two keys are of one: also where one is a number without its country. */
export function samePerson(key: string, other: string): boolean {
  if (key === other) return true;
  const [short, long] = other.startsWith("+") ? [key, other] : [other, key];
  if (!long.startsWith("+") || !/^[0-9]+$/.test(short)) return false;
  const end = short.replace(/^0/, "");
  return long === `+${short}` || (end.length >= TRUNK && long.endsWith(end));
}

/** Tells whether a field holds somebody's number, address or name, by its name. */
export function saysPerson(name: string, value: string): boolean {
  return !PSEUDONYM.test(value) && SAYS_SOMETHING.test(value) && SAYS_PERSON.test(name);
}

/** Gives a value without the kind that readers put behind it, as "+44… (work)". */
export function withoutLabel(value: string): string {
  return value.replace(LABEL, "");
}

/** Puts pseudonyms in the place of names that stand whole in a text. */
export function inNames(
  text: string,
  names: ReadonlyMap<string, string>,
  pseudonym: Pseudonym,
): string {
  if (names.size === 0) return text;
  const longest = [...names.keys()].toSorted((a, b) => b.length - a.length || compareText(a, b));
  const found = longest.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const whole = new RegExp(`(?<![^${EDGES}])(?:${found.join("|")})(?![^${EDGES}])`, "gu");
  return text.replace(whole, (name) => pseudonym(names.get(name) ?? ""));
}

/** Puts pseudonyms in the place of numbers and addresses of those who take no part. */
export function inWords(
  text: string,
  who: (key: string) => string | null,
  pseudonym: Pseudonym,
): string {
  const instead = (key: string, written: string): string => {
    const person = who(key);
    return person === null ? written : pseudonym(person);
  };
  for (let before = text; ; ) {
    // A number taken out can leave what reads as an address: again, until nothing changes.
    const mailless = before.replace(MAIL, (found) => instead(keyOf(found), found));
    const left = mailless.replace(NUMBERS, (found: string, at: number) => {
      const mentioned = /(?:@|wa\.me\/)$/.test(mailless.slice(0, at)) && /^[0-9]+$/.test(found);
      return instead(mentioned ? `+${found}` : numberKey(found), found);
    });
    if (left === before) return left;
    before = left;
  }
}
