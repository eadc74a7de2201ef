/**
 * Reading what the vault answers: a field of another kind is refused, never guessed at.
 * The vault is not trusted to keep to its own shapes.
 */

export class Misshapen extends Error {
  override readonly name = "Misshapen";
}

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Misshapen("want an object");
  }
  return value as Fields;
}

export function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Misshapen("want a list");
  return value;
}

export function text(of: Fields, key: string): string {
  const value = of[key];
  if (typeof value !== "string") throw new Misshapen(`want a text as ${key}`);
  return value;
}

export function textOrNull(of: Fields, key: string): string | null {
  return of[key] === null || of[key] === undefined ? null : text(of, key);
}

export function whole(of: Fields, key: string): number {
  const value = of[key];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw new Misshapen(`want a whole number as ${key}`);
  }
  return value;
}

export function wholeOrNull(of: Fields, key: string): number | null {
  return of[key] === null ? null : whole(of, key);
}

export function truth(of: Fields, key: string): boolean {
  const value = of[key];
  if (typeof value !== "boolean") throw new Misshapen(`want yes or no as ${key}`);
  return value;
}

export function hex(of: Fields, key: string, bytes: number): string {
  const value = text(of, key);
  if (!/^[0-9a-f]*$/u.test(value) || value.length !== bytes * 2) {
    throw new Misshapen(`want ${bytes} bytes in hex as ${key}`);
  }
  return value;
}
