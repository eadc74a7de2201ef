/** A request as docs/consent.md 1 has it, read field by field; her questions. */

import { utf8 } from "../bytes.ts";
import type { Bytes, Hex, ScopeJson } from "../keys/messages.ts";
import { fromBase64url } from "./base64url.ts";
import { Misshapen, fields, hex, text, textOrNull, whole, wholeOrNull } from "./shape.ts";
import type { Fields } from "./shape.ts";

export const ROUTES = ["vir", "counselling", "agreement", "court", "civil"] as const;
export type Route = (typeof ROUTES)[number];

/** What may be left blank with a ground is null; what the route does not have is undefined. */
type Blank = string | null | undefined;

export interface RequestDocument {
  readonly route: Route;
  readonly name: string;
  readonly organisation: string;
  readonly team: string;
  readonly limb: string;
  readonly contact: string;
  readonly reference: string;
  readonly sought: Omit<ScopeJson, "x">;
  readonly belief: Blank;
  readonly lineOfEnquiry: Blank;
  readonly relevance: Blank;
  readonly necessity: Blank;
  readonly alternatives: Blank;
  readonly excess: Blank;
  readonly confidential: Blank;
  readonly probative: Blank;
  readonly presumption: Blank;
  readonly handling: {
    readonly people: string;
    readonly storage: string;
    readonly retention: string;
    readonly defence: string;
  } | null;
  readonly approver: { readonly name: string; readonly rank: string } | null;
  readonly proxy: { readonly name: string; readonly relation: string; readonly views: string } | null;
  readonly order: { readonly court: string; readonly number: string; readonly deadline: string } | null;
  readonly claim: {
    readonly number: string;
    readonly court: string;
    readonly parties: string;
    readonly lawyer: string;
  } | null;
}

export interface RequestRow {
  readonly qid: Hex;
  readonly state: string;
  readonly expires: number;
  readonly recipient: Bytes | null;
  readonly certs: Bytes | null;
  /** The organisation of who asks, as the vault knows it; the log blinds this name. */
  readonly organisation: string | null;
  readonly document: RequestDocument;
  /** SHA-256 of the request as it was read here: what she ticks the notice for. */
  readonly sha256: Hex;
}

export interface Question {
  readonly number: number;
  readonly question: string;
  readonly asked: number;
  readonly reply: string | null;
  readonly replied: number | null;
}

export async function requestRow(of: Fields): Promise<RequestRow> {
  const recipient = textOrNull(of, "recipient");
  const certs = textOrNull(of, "certs");
  const document = fields(of["document"]);
  return {
    qid: hex(of, "qid", 16),
    state: text(of, "state"),
    expires: whole(of, "expires_ms"),
    recipient: recipient === null ? null : fromBase64url(recipient),
    certs: certs === null ? null : fromBase64url(certs),
    organisation: textOrNull(of, "organisation"),
    document: documentOf(document),
    sha256: await hashOf(document),
  };
}

export function questionOf(of: Fields): Question {
  return {
    number: whole(of, "number"),
    question: text(of, "question"),
    asked: whole(of, "asked_ms"),
    reply: textOrNull(of, "reply"),
    replied: wholeOrNull(of, "replied_ms"),
  };
}

export async function hashOf(document: Fields): Promise<Hex> {
  const hashed = await crypto.subtle.digest("SHA-256", utf8(spelt(document)));
  return [...new Uint8Array(hashed)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Spells a request canonically (shv1.md 1): its keys are plain letters, its numbers whole. */
function spelt(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelt).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${spelt(inner)}`).join(",")}}`;
}

function documentOf(of: Fields): RequestDocument {
  const who = fields(of["requester"]);
  const route = ROUTES.find((each) => each === of["route"]);
  if (route === undefined) throw new Misshapen("want a route that this page knows");
  const blank = (key: string): Blank => (of[key] === undefined ? undefined : textOrNull(of, key));
  return {
    route,
    name: text(who, "name"),
    organisation: text(who, "organisation"),
    team: text(who, "team"),
    limb: text(who, "limb"),
    contact: text(who, "contact"),
    reference: text(of, "reference"),
    sought: fields(of["sought"]) as unknown as Omit<ScopeJson, "x">,
    belief: blank("belief"),
    lineOfEnquiry: blank("line_of_enquiry"),
    relevance: blank("relevance"),
    necessity: blank("necessity"),
    alternatives: blank("alternatives"),
    excess: blank("excess"),
    // Null means here that nothing private is asked for, and that needs no line.
    confidential: blank("confidential") ?? undefined,
    probative: blank("probative"),
    presumption: blank("presumption"),
    handling: part(of, "handling", ["people", "storage", "retention", "defence"]),
    approver: part(of, "approver", ["name", "rank"]),
    proxy: part(of, "proxy", ["name", "relation", "views"]),
    order: part(of, "order", ["court", "number", "deadline"]),
    claim: claimOf(of),
  };
}

function claimOf(of: Fields): RequestDocument["claim"] {
  const claim = part(of, "claim", ["number", "court", "parties"]);
  if (claim === null) return null;
  const own = fields(fields(of["claim"])["her_solicitor"]);
  return { ...claim, lawyer: [text(own, "name"), text(own, "firm"), text(own, "contact")].join(", ") };
}

/** Reads some texts of an inner object; null where the request has none. */
function part<K extends string>(of: Fields, key: string, names: readonly K[]): Record<K, string> | null {
  if (of[key] === null || of[key] === undefined) return null;
  const inner = fields(of[key]);
  return Object.fromEntries(names.map((name) => [name, text(inner, name)])) as Record<K, string>;
}
