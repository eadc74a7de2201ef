/**
 * The real embedded system on this machine, in a folder of its own, with its demonstration;
 * and what its guardian and investigator do over HTTP and with the command line.
 */

import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { createServer as createSocket } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { eventually } from "./checks.ts";

export const ROOT = resolve(import.meta.dirname, "../..");
export const PYTHON = join(ROOT, ".venv/bin/python");
const READY_SECONDS = 90;

export interface Logins {
  readonly login_code: string;
  readonly passphrase: string;
  readonly eid: string;
}

const WEATHER = "<!doctype html><title>Weather</title><h1>Weather</h1><p>Fair.</p>";
/** What a page is like that does nothing about being kept. */
const UNCURED = `<!doctype html><title>Secret</title><p>a secret</p><p id="from"></p><script>
addEventListener("pageshow", (event) => {
  if (event.persisted) document.getElementById("from").textContent = "from the cache";
});
</script>`;

type Json = Record<string, unknown>;

/** Where a system runs, and with which words of `safehold up`. */
export interface Place {
  readonly folder: string;
  readonly port: number;
  readonly words: readonly string[];
}

export class System {
  readonly folder: string;
  readonly port: number;
  /** A page of another site: where leaving ends, and where people come from. */
  readonly neutral: string;
  private readonly process: ChildProcess;
  private readonly neutralServer: Server;

  private constructor(folder: string, port: number, process: ChildProcess, neutral: Server) {
    this.folder = folder;
    this.port = port;
    this.process = process;
    this.neutralServer = neutral;
    this.neutral = `http://127.0.0.1:${(neutral.address() as AddressInfo).port}`;
  }

  static async start(given?: Place): Promise<System> {
    const { folder, port, words } = given ?? (await System.place());
    const neutral = await neutralSite();
    const { port: exitPort } = neutral.address() as AddressInfo;
    const child = spawn(
      PYTHON,
      ["-m", "api.cli", "up", ...words, "--data", join(folder, "data"), "--port", String(port)],
      {
        cwd: ROOT,
        env: { ...process.env, SAFEHOLD_EXIT_TO: `http://127.0.0.1:${exitPort}/weather` },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let said = "";
    child.stdout?.on("data", (data: Buffer) => (said += data.toString()));
    const system = new System(folder, port, child, neutral);
    await eventually(
      () => {
        if (child.exitCode !== null) throw new Error(`the system ended: ${said}`);
        return Promise.resolve(said.includes("Ctrl-C"));
      },
      "the system starts",
      READY_SECONDS,
    ).catch(async (error: unknown) => {
      await system.end();
      throw error;
    });
    return system;
  }

  /** A new folder and free ports, for a system with its demonstration. */
  static async place(): Promise<Place> {
    const folder = mkdtempSync(join(tmpdir(), "safehold-browser-"));
    return { folder, port: await freePorts(), words: ["--demo"] };
  }

  get vault(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get gateway(): string {
    return `http://127.0.0.1:${this.port + 1}`;
  }

  logins(): Logins {
    return this.read("logins.json") as unknown as Logins;
  }

  read(name: string): Json {
    return JSON.parse(readFileSync(join(this.folder, "data/demo", name), "utf8")) as Json;
  }

  /** Ends it as Ctrl-C does; its data stays. */
  async end(): Promise<void> {
    this.neutralServer.close();
    if (this.process.exitCode === null) {
      this.process.kill("SIGINT");
      await new Promise((done) => this.process.once("exit", done));
    }
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Stops the vault's process as a hanging machine does; gives how to let it go on. */
  hang(): () => void {
    const data = join(this.folder, "data");
    const found = spawnSync("pgrep", ["-f", `api.process vault --data ${data} `], {
      encoding: "utf8",
    });
    const pid = Number(found.stdout.split("\n")[0]);
    if (!Number.isInteger(pid) || pid <= 1) throw new Error("the vault's process is not found");
    process.kill(pid, "SIGSTOP");
    return () => process.kill(pid, "SIGCONT");
  }

  /** Runs a command of the product; gives its answer as JSON. */
  command(...all: string[]): Json {
    const done = spawnSync(PYTHON, ["-m", "api.cli", ...all, "--json"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(`safehold ${all.join(" ")}: ${done.stderr}`);
    return JSON.parse(done.stdout) as Json;
  }

  /** Signs a member of the demonstration's staff in. */
  async staff(role: "guardian" | "investigator" | "auditor" | "administrator"): Promise<Staff> {
    const login = this.read("staff.json")[role];
    const url = role === "investigator" ? this.gateway : this.vault;
    const answer = await ask(url, "POST", "/v1/staff/sessions", null, login);
    return new Staff(this, role, url, String(answer["token"]));
  }
}

export class Staff {
  readonly token: string;
  private readonly system: System;
  private readonly role: string;
  private readonly url: string;

  constructor(system: System, role: string, url: string, token: string) {
    this.system = system;
    this.role = role;
    this.url = url;
    this.token = token;
  }

  call(method: string, path: string, body?: unknown): Promise<Json> {
    return ask(this.url, method, path, this.token, body);
  }

  /** Writes a session file, as the command line keeps one. */
  session(): string {
    const path = join(this.system.folder, `${this.role}.session`);
    if (!existsSync(path)) {
      const login = this.system.read("staff.json")[this.role] as { login: string; password: string };
      const password = join(this.system.folder, `${this.role}.password`);
      writeFileSync(password, login.password, { mode: 0o600 });
      const options = ["--login", login.login, "--passphrase-file", password, "--session", path];
      this.system.command("staff", "login", this.url, ...options);
    }
    return path;
  }
}

async function ask(
  url: string,
  method: string,
  path: string,
  token: string | null,
  body?: unknown,
): Promise<Json> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      "Content-Type": "application/json",
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Json;
}

function neutralSite(): Promise<Server> {
  const server = createServer((request, answer) => {
    answer.setHeader("Content-Type", "text/html");
    answer.end(request.url === "/secret" ? UNCURED : WEATHER);
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done(server));
  });
}

/** Finds three free ports in a row; gives the first. */
export async function freePorts(from = 21_000 + (process.pid % 11_000)): Promise<number> {
  for (let port = from; port < 64_000; port += 7) {
    const free = await Promise.all([0, 1, 2].map((more) => isFree(port + more)));
    if (free.every(Boolean)) return port;
  }
  throw new Error("no free ports");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createSocket();
    probe.once("error", () => done(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
  });
}
