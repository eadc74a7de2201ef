/** The reference client, run as its own programs. Set-up made the environment they run in. */

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");
const BIN = join(ROOT, ".venv/bin");

function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: ROOT, env: { ...process.env, PYTHONPATH: ROOT }, maxBuffer: 2 ** 28 };
    execFile(program, args, options, (error, out, said) => {
      if (error === null) resolve(out);
      else reject(new Error(`${args.join(" ")}: ${said}${out}`));
    });
  });
}

/** Runs tests/frontend/reference.py. */
export async function reference(what: "make" | "lie" | "check", folder: string): Promise<void> {
  await run(join(BIN, "python"), ["tests/frontend/reference.py", what, folder]);
}

/** Runs a program of the tests' own; gives what it prints. */
export function program(path: string, ...args: readonly string[]): Promise<string> {
  return run(join(BIN, "python"), [path, ...args]);
}

/** Runs a command of safehold; gives its document. */
export async function safehold(...args: readonly string[]): Promise<Record<string, unknown>> {
  return JSON.parse(await run(join(BIN, "safehold"), [...args, "--json"])) as Record<string, unknown>;
}

/** Makes a folder for one test file, and gives how to remove it. */
export function scratch(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "safehold-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Reads a file as bytes of its own. */
export function read(...path: readonly string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(...path)));
}
