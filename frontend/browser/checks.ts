/** Checks: each has a sentence for a name; one that fails is told and the others still run. */

export interface Outcome {
  readonly name: string;
  readonly failure: string | null;
  readonly ms: number;
}

/** A step failed, so what comes after it was not tried. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

export class Checks {
  readonly outcomes: Outcome[] = [];
  private readonly only: string | undefined;

  constructor(only?: string) {
    this.only = only;
  }

  /** Runs a check now; the promise never rejects. */
  async check(name: string, body: () => Promise<void>): Promise<boolean> {
    if (this.only !== undefined && !name.includes(this.only)) return true;
    const begin = performance.now();
    let failure: string | null = null;
    try {
      await body();
    } catch (error) {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const ms = Math.round(performance.now() - begin);
    this.outcomes.push({ name, failure, ms });
    process.stdout.write(`${failure === null ? "ok  " : "FAIL"} ${name} (${ms} ms)\n`);
    if (failure !== null) process.stdout.write(`${failure}\n`);
    return failure === null;
  }

  /** Runs a check that the next ones stand on; where it fails, they are not begun. */
  async step(name: string, body: () => Promise<void>): Promise<void> {
    if (!(await this.check(name, body))) throw new Stopped(name);
  }

  get failed(): number {
    return this.outcomes.filter((each) => each.failure !== null).length;
  }

  get passed(): number {
    return this.outcomes.length - this.failed;
  }
}

export function equal<T>(found: T, wanted: T, what: string): void {
  const [one, two] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== two) throw new Error(`${what}: found ${one}, want ${two}`);
}

export function want(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** Asks until the answer is something. */
export async function eventually<T>(
  ask: () => Promise<T | null | undefined | false>,
  what: string,
  seconds = 30,
): Promise<T> {
  const limit = Date.now() + seconds * 1000;
  for (;;) {
    const found = await ask();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > limit) throw new Error(`it did not happen in ${seconds} s: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
