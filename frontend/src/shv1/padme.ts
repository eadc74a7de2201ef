/**
 * PADME: round a length up so that it tells little, at a bounded cost.
 *
 * docs/formats/shv1.md 2. Lengths to 256 all become 256. In doubles, because bit operators
 * hold 32 bits and lengths may have 53.
 */

export const FLOOR = 256;

/** Gives the padded length of `length` bytes. */
export function padme(length: number): number {
  if (length <= FLOOR) return FLOOR;
  const exponent = bits(length) - 1;
  const unit = 2 ** (exponent - bits(exponent));
  return Math.ceil(length / unit) * unit;
}

function bits(value: number): number {
  return value.toString(2).length;
}
