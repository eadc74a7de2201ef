/** Bytes as the apps spell them in JSON: base64url without padding. */

import { Misshapen } from "./shape.ts";
import type { Bytes } from "../keys/messages.ts";

const PIECE = 0x8000;

export function toBase64url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCodePoint(...bytes.subarray(at, at + PIECE));
  }
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text: string): Bytes {
  if (!/^[\w-]*$/u.test(text)) throw new Misshapen("want base64url");
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at++) bytes[at] = plain.charCodeAt(at);
  if (toBase64url(bytes) !== text) throw new Misshapen("want base64url without padding");
  return bytes;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
