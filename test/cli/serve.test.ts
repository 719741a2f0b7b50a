import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { workspace } from "./run.js";

/** The program beside a page of its own: what it serves lies next to it. */
const cwd = workspace();
const program = join(cwd, "cli.js");
const page = join(cwd, "playground");
const isWindows = process.platform === "win32"; // has no such signals, and asks for rights to make links

beforeAll(() => {
  copyFileSync(fileURLToPath(new URL("../../dist/cli.js", import.meta.url)), program);
  mkdirSync(join(page, "parts"), { recursive: true });
  writeFileSync(join(page, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(page, "app.js"), "export {};\n");
  writeFileSync(join(page, "parts", "style.css"), "a{}");
  writeFileSync(join(page, "simd.wasm"), "\0asm");
  writeFileSync(join(page, "odd"), "?");
  writeFileSync(join(page, ".hidden"), "secret");
  writeFileSync(join(page, "large"), new Uint8Array(2e7));
  writeFileSync(join(cwd, "secret.txt"), "secret");
});

interface Running {
  child: ChildProcessWithoutNullStreams;
  /** What it said so far. */
  said: { stdout: string; stderr: string };
  ended: Promise<number | null>;
}
const running: Running[] = [];
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});

function start(args: readonly string[], path = program): Running {
  const child = spawn(process.execPath, [path, "serve", ...args], { cwd });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => (said[name] += text));
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const one = { child, said, ended };
  running.push(one);
  return one;
}

/** Waits until it listens; gives the document that it printed. */
async function listening(
  args: readonly string[] = [],
): Promise<Running & { url: string; port: number; document: any }> {
  const one = start(["--json", "--port", "0", ...args]);
  const over = one.ended.then((code) => {
    throw new Error(`ended with ${code}: ${one.said.stderr}`);
  });
  over.catch(() => {});
  while (!one.said.stdout.endsWith("}\n")) {
    await Promise.race([over, new Promise((resolve) => one.child.stdout.once("data", resolve))]);
  }
  const document = JSON.parse(one.said.stdout);
  return { ...one, ...document, document };
}

/** One request, its path as it is: `fetch` would tidy it up. */
function ask(port: number, path: string, method = "GET", headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      });
      asked.on("error", reject).end();
    },
  );
}

describe("chainrule serve", () => {
  it("--json prints one document when it listens, and answers there", async () => {
    const { document, url, child, said } = await listening();
    expect(document).toEqual({ url, port: document.port, host: "127.0.0.1", pid: child.pid });
    expect(url).toBe(`http://127.0.0.1:${document.port}/`);
    expect(await (await fetch(url)).text()).toBe("<!doctype html><title>page</title>");
    expect(said.stderr).toBe("Serving the playground. Press Ctrl-C to stop.\n");
  });

  it("prints the address alone on stdout, nothing else with --quiet", async () => {
    const one = start(["--port", "0", "--quiet"]);
    await new Promise((resolve) => one.child.stdout.once("data", resolve));
    expect(one.said).toEqual({
      stdout: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\n$/),
      stderr: "",
    });
  });

  it("isolates the page and lets it run its own scripts alone, on errors too", async () => {
    const { port } = await listening();
    for (const path of ["/", "/app.js", "/nothing"]) {
      expect((await ask(port, path)).headers).toMatchObject({
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "cache-control": "no-cache",
        "content-security-policy":
          "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; " +
          "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; " +
          "form-action 'none'; frame-ancestors 'none'",
      });
    }
  });

  it.each([
    ["/", "text/html; charset=utf-8"],
    ["/index.html?a=..#/x", "text/html; charset=utf-8"],
    ["/app.js", "text/javascript; charset=utf-8"],
    ["/parts/style.css", "text/css; charset=utf-8"],
    ["/parts%2Fstyle.css", "text/css; charset=utf-8"],
    ["/simd.wasm", "application/wasm"],
    ["/odd", "application/octet-stream"],
  ])("%s is %s", async (path, type) => {
    const { status, headers, text } = await ask((await listening()).port, path);
    expect([status, headers["content-type"]]).toEqual([200, type]);
    expect(headers["content-length"]).toBe(String(text.length));
  });

  it("answers 304 to a client that has the file, and 200 once it has changed", async () => {
    const { port } = await listening();
    const first = await ask(port, "/app.js");
    const etag = first.headers.etag as string;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const known of [etag, `"other", W/${etag}`, "*"]) {
      const again = await ask(port, "/app.js", "GET", { "If-None-Match": known });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, "", etag]);
    }
    writeFileSync(join(page, "app.js"), "export {}; // changed\n");
    const changed = await ask(port, "/app.js", "GET", { "If-None-Match": etag });
    expect([changed.status, changed.text]).toEqual([200, "export {}; // changed\n"]);
  });

  it("HEAD gives the headers of GET and no body", async () => {
    const { port } = await listening();
    const [get, head] = [await ask(port, "/"), await ask(port, "/", "HEAD")];
    expect([head.status, head.text]).toEqual([200, ""]);
    for (const name of ["content-length", "content-type", "etag"]) {
      expect(head.headers[name]).toBe(get.headers[name]);
    }
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is refused: 405", async (method) => {
    const { status, headers, text } = await ask((await listening()).port, "/", method);
    expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
    expect(text).toBe(`${method} is not answered here: use GET or HEAD.\n`);
  });

  it.each([
    "/nothing.js",
    "/parts",
    "/parts/",
    "//app.js",
    "/../secret.txt",
    "/parts/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/.hidden",
    "/./app.js",
    "/app.js%00",
    "/app.js%00.txt",
    "/app.js/",
    "/app.js/more",
    "/%",
    "/%ff",
    "http://127.0.0.1/app.js",
    "*",
    `/${"a".repeat(300)}`,
  ])("%s is not there: 404 in words", async (path) => {
    const { status, headers, text } = await ask((await listening()).port, path);
    expect([status, headers["content-type"]]).toEqual([404, "text/plain; charset=utf-8"]);
    expect(text).toMatch(/^There is no ".+" here\. The page is at \/\.\n$/);
  });

  it.skipIf(isWindows)("a link that leads out of the folder is not there, one within it is", async () => {
    symlinkSync(join(cwd, "secret.txt"), join(page, "out.txt"));
    symlinkSync(cwd, join(page, "up"));
    symlinkSync("odd", join(page, "in.txt"));
    const { port } = await listening();
    for (const path of ["/out.txt", "/up/secret.txt"]) expect((await ask(port, path)).status).toBe(404);
    expect((await ask(port, "/in.txt")).text).toBe("?");
  });

  it.skipIf(isWindows).each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends it with %i, though someone has not taken all of a file yet", async (signal, code) => {
    const { child, ended, url, port } = await listening();
    await (await fetch(url)).text(); // kept alive by the asker
    const slow = connect(port, "127.0.0.1").on("error", () => {});
    slow.write("GET /large HTTP/1.1\r\nHost: here\r\n\r\n");
    await new Promise((resolve) => slow.once("readable", resolve)); // and never reads on
    child.kill(signal);
    expect(await ended).toBe(code);
  });
});

describe("what cannot be served", () => {
  /** A port that is taken while `work` runs. */
  async function withTaken(work: (port: number) => Promise<void>): Promise<void> {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    try {
      await work((other.address() as AddressInfo).port);
    } finally {
      other.close();
    }
  }

  it("a port in use is an error in words, exit 1", () =>
    withTaken(async (port) => {
      const { ended, said } = start(["--port", String(port)]);
      expect(await ended).toBe(1);
      expect(said).toEqual({
        stdout: "",
        stderr: `ServeError: --port: ${port} is in use already. Name another, or leave --port out for one that is free.\n`,
      });
    }));

  it("without --port the next free one is taken", async () => {
    const [first, second] = [start([]), start([])];
    const ports: number[] = [];
    for (const { child, said } of [first, second]) {
      if (!said.stdout) await new Promise((resolve) => child.stdout.once("data", resolve));
      ports.push(Number(new URL(said.stdout).port));
    }
    expect(ports[0]).not.toBe(ports[1]);
    for (const port of ports) expect(port >= 8787 && port < 8887).toBe(true);
  });

  it.each([
    [["--port", "65536"], 'ConfigError: --port: expected an integer from 0 to 65535, got "65536".\n'],
    [["--port", "1e3"], 'ConfigError: --port: expected an integer from 0 to 65535, got "1e3".\n'],
    [["--port", "-1"], 'ConfigError: --port: expected an integer from 0 to 65535, got "-1".\n'],
    [["--host", ""], 'ConfigError: --host: expected an address of this machine, got "".\n'],
    [["--host", "192.0.2.1"], 'ConfigError: --host: expected an address of this machine, got "192.0.2.1".\n'],
  ])("%j is wrong usage, exit 2", async (args, stderr) => {
    const { ended, said } = start(args);
    expect(await ended).toBe(2);
    expect(said).toEqual({ stdout: "", stderr });
  });

  it("where the page is not built it says what to run", async () => {
    const bare = workspace();
    copyFileSync(program, join(bare, "cli.js"));
    const { ended, said } = start([], join(bare, "cli.js"));
    expect(await ended).toBe(1);
    expect(said.stderr).toMatch(
      /^ServeError: the page is not built: there is no .*playground.index\.html\. Run `npm run build`\.\n$/,
    );
  });
});
