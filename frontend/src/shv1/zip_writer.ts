/**
 * Writing the ZIP of zip_stored.ts piece by piece, so that nothing is held but names and places.
 *
 * The caller adds files in the order of their names, each once.
 */

import { concat, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { crc32, directoryOf, localOf } from "./zip_stored.ts";
import type { Placed } from "./zip_stored.ts";

export class ZipWriter {
  private readonly placed: Placed[] = [];
  private at = 0;

  /** How many bytes were given so far. */
  get length(): number {
    return this.at;
  }

  /** Gives the bytes of one file as they stand in the ZIP. */
  add(name: string, data: Bytes): Bytes {
    const spelled = utf8(name);
    const crc = crc32(data);
    const header = localOf(spelled, data.length, crc);
    this.placed.push({ name: spelled, length: data.length, crc, place: this.at });
    this.at += header.length + data.length;
    return concat(header, data);
  }

  /** Gives the directory, which ends the ZIP. */
  end(): Bytes {
    return directoryOf(this.placed, this.at);
  }
}
