/** What the key worker does with what she adds; the code that seals comes when it is asked for. */

import type { Random } from "../bytes.ts";
import type { Unlocked } from "./account.ts";
import type { Adding } from "./adding.ts";
import { Unknown } from "./extractions.ts";
import type { Answer, Ask } from "./messages.ts";
import { TOOLBOX } from "./toolbox.ts";

export class Additions {
  private readonly random: Random;
  private current: { readonly number: number; readonly adding: Adding } | null = null;
  private last = 0;

  constructor(random: Random) {
    this.random = random;
  }

  clear(): void {
    this.current = null;
  }

  async begin(
    me: Unlocked,
    ask: Ask<"beginAdd">,
    tell: (done: number, total: number) => void,
  ): Promise<Answer<"beginAdd">> {
    this.current = null;
    const { begin } = await import("./adding.ts");
    const adding = await begin(ask, me.identity, this.random, TOOLBOX, tell);
    if ("why" in adding) return { refused: adding };
    this.current = { number: ++this.last, adding };
    return { refused: null, add: this.last, ...adding.begun() };
  }

  adding(add: number): Adding {
    if (this.current?.number !== add) throw new Unknown("there is no such addition");
    return this.current.adding;
  }
}
