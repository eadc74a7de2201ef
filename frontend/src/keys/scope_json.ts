/** A scope as pages and the key worker send it to each other. */

/** A scope as docs/formats/scope.md spells it. */
export interface ScopeJson {
  readonly x: readonly string[];
  readonly c: readonly string[];
  readonly a?: readonly string[];
  readonly p?: readonly string[];
  readonly t?: readonly string[];
  readonly d?: readonly (readonly [number, number])[];
  readonly u?: boolean;
  readonly s?: readonly string[];
  readonly k?: readonly string[];
  readonly m?: readonly string[];
  readonly w?: readonly string[];
  readonly n?: number;
  readonly g?: number;
  readonly q?: boolean;
  readonly o?: boolean;
  readonly h?: boolean;
}
