/** Asking a checker from her page: whom, by which address, and what counts as no answer. */

import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { askWitness, askable } from "../src/survivor/witness.ts";

const POLICY = (url: string): string =>
  `log vault.example/audit/1+9cf4d6b4+AYqI\n# a remark\nwitness body body.example/w+bd8d9d81+BIE5\n` +
  `witness\tngo ngo.example/w+3447a4d9+BO1J  ${url}\nquorum ngo\n`;
/** SHA-256 of the log's name. */
const HASH = "e78829fae3f358a192921061a89e3b13f7d7d819c87caac61d014ea4cfcd8080";
const open: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  await Promise.all(
    open.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(resolve);
        }),
    ),
  );
});

test("only checkers with an address can be asked, and one of them is chosen by chance", async () => {
  expect(askable(POLICY("https://ngo.example"))).toEqual({
    origin: "vault.example/audit/1",
    witnesses: [{ name: "ngo", url: "https://ngo.example" }],
  });
  expect(await askWitness("log a+b+c\nwitness own own+a+b\nquorum own\n")).toBeNull();
  const asked: number[] = [];
  const two = `${POLICY("http://127.0.0.1:1")}witness net n+a+b http://127.0.0.1:1\n`;
  const found = await askWitness(two, (below) => {
    asked.push(below);
    return 1;
  });
  expect([asked, found]).toEqual([[2], { name: "net", note: null }]);
});

test("is asked for this log by its own path, without anything of hers, and its words are given", async () => {
  const heard: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    heard.push(request.url, request.headers.cookie, request.headers.authorization, request.headers.referer);
    response.end("a note\n");
  });
  expect(await askWitness(POLICY(`${url}/`))).toEqual({ name: "ngo", note: "a note\n" });
  expect(heard[0]).toBe(`/${HASH}/checkpoint`);
  expect(heard.slice(1)).toEqual([undefined, undefined, undefined]);
});

test("one that is away, refuses, says too much or sends elsewhere has not answered", async () => {
  const silent = { name: "ngo", note: null };
  expect(await askWitness(POLICY("http://127.0.0.1:1"))).toEqual(silent);
  for (const [status, headers, body] of [
    [404, {}, "not here"],
    [200, {}, "x".repeat(600_000)],
    [302, { Location: "http://127.0.0.1:1/" }, ""],
    [200, {}, ""],
  ] as const) {
    const url = await serve((_request, response) => {
      response.writeHead(status, headers);
      response.end(body);
    });
    expect(await askWitness(POLICY(url))).toEqual(silent);
  }
});
