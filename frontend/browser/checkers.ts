/**
 * Independent checkers of the log, each a process with a folder of its own, as people run them:
 * `safehold witness --state`.
 */

import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PYTHON, ROOT, freePorts } from "./system.ts";

const READY_SECONDS = 90;

export class Checker {
  readonly name: string;
  readonly port: number;
  /** The key that the policy names. */
  readonly vkey: string;
  private folder: string;
  private process: ChildProcess | null = null;

  private constructor(name: string, folder: string, port: number, vkey: string) {
    this.name = name;
    this.folder = folder;
    this.port = port;
    this.vkey = vkey;
  }

  /** Makes a checker that knows one log; it does not run yet. */
  static make(name: string, parent: string, port: number, log: string): Checker {
    const folder = join(parent, name);
    const words = ["-m", "api.cli", "witness", "--state", folder, "--new", `${name}.example/w`];
    const made = spawnSync(PYTHON, [...words, "--json"], { cwd: ROOT, encoding: "utf8" });
    if (made.status !== 0) throw new Error(`safehold witness --new: ${made.stderr}`);
    const { keys } = JSON.parse(made.stdout) as { keys: string[] };
    writeFileSync(join(folder, "logs"), log);
    return new Checker(name, folder, port, keys[0] ?? "");
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const words = ["-m", "api.cli", "witness", "--state", this.folder, "--port", String(this.port)];
    const child = spawn(PYTHON, words, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
    this.process = child;
    await new Promise<void>((done, failed) => {
      const late = setTimeout(() => failed(new Error(`${this.name} is silent`)), READY_SECONDS * 1000);
      let said = "";
      child.stdout?.on("data", (data: Buffer) => {
        said += data.toString();
        if (!said.includes("knows safehold/audit/1")) return;
        clearTimeout(late);
        done();
      });
      child.once("exit", () => failed(new Error(`${this.name} ended: ${said}`)));
    });
  }

  /** Kills it outright, as a machine that loses its power. */
  async kill(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null) return;
    child.kill("SIGKILL");
    await new Promise((done) => child.once("exit", done));
  }

  /** Copies all that it knows, its keys among it; what comes back runs in its place. */
  copied(): Checker {
    const folder = `${this.folder}.copy`;
    cpSync(this.folder, folder, { recursive: true });
    return new Checker(this.name, folder, this.port, this.vkey);
  }
}

/** Makes three checkers of one log, the body and two others, on ports from `from` on. */
export async function three(
  parent: string,
  log: string,
  from: number,
): Promise<readonly [Checker, Checker, Checker]> {
  const first = await freePorts(from);
  return [
    Checker.make("body", parent, first, log),
    Checker.make("ngo", parent, first + 1, log),
    Checker.make("net", parent, first + 2, log),
  ];
}

/** Spells a policy that wants the body and one of the two others. */
export function policyOf(before: string, checkers: readonly Checker[]): string {
  const logs = before.split("\n").filter((line) => line.startsWith("log "));
  const lines = checkers.map(({ name, vkey, url }) => `witness ${name} ${vkey} ${url}`);
  const groups = ["group others any ngo net", "group both all body others", "quorum both"];
  return `${[...logs, ...lines, ...groups].join("\n")}\n`;
}
