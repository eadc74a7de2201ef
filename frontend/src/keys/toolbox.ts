/**
 * What sealing needs and the worker has anyway: given, so that the chunk that seals takes nothing
 * out of the worker's first one.
 */

import { BoxWriter, sealBox, sealedLength } from "../shv1/box.ts";
import { marshal } from "../shv1/canonical.ts";
import { NotAuthentic } from "../shv1/errors.ts";
import { dayOfSecond, isDay, showTime } from "../shv1/ids.ts";
import { ADDITION_TYPE, ledgerCommitment, originalCommitment } from "../shv1/ingest.ts";
import { ExtractionKeys, segmentKeys } from "../shv1/keys.ts";
import { rootOf } from "../shv1/merkle.ts";
import { padme } from "../shv1/padme.ts";
import { UNDATED, fieldsOf, recordLeaf, recordSalts, segmentLeaf } from "../shv1/segment.ts";
import { Hashing, sha256 } from "../shv1/sodium.ts";
import { digest, sign } from "../shv1/statement.ts";
import { sealTo } from "../shv1/wrap.ts";

export const TOOLBOX = {
  ADDITION_TYPE,
  BoxWriter,
  ExtractionKeys,
  Hashing,
  NotAuthentic,
  UNDATED,
  dayOfSecond,
  digest,
  fieldsOf,
  isDay,
  ledgerCommitment,
  marshal,
  originalCommitment,
  padme,
  recordLeaf,
  recordSalts,
  rootOf,
  sealBox,
  sealTo,
  sealedLength,
  segmentKeys,
  segmentLeaf,
  sha256,
  showTime,
  sign,
} as const;

export type Toolbox = typeof TOOLBOX;
