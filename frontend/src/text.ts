/** Texts as Python sees them, where JavaScript's own view differs. */

/** A class for regular expressions: what Python's str.isspace says of a character. */
export const WHITE_SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Tells whether a text holds half a character: a surrogate without its other half. */
export function hasLone(text: string): boolean {
  return LONE.test(text);
}
