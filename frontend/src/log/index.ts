/** The log checker: what it gives to who reads her lines, in the key worker or elsewhere. */

export { NotProven } from "./errors.ts";
export { objectTag, organisationTag } from "./entry.ts";
export { readFields } from "./fields.ts";
export { checkGrowth, checkLines } from "./lines.ts";
export { parseLogPolicy } from "./policy.ts";
export { brokenReceipts, checkReceipt, parseReceipt } from "./receipt.ts";
export { checkSection } from "./section.ts";
export { checkCheckpoint } from "./trust.ts";
export { checkBothWays, readWitness } from "./witness.ts";
export type { Suite } from "./suite.ts";
