/** `chainrule serve`: serves the playground on an address of this machine, until Ctrl-C. `pageFiles.ts` answers requests. */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ChainruleError, ConfigError } from "../errors.js";
import { show } from "../wording.js";
import { interruptible } from "./interrupt.js";
import { answerFrom } from "./pageFiles.js";
import { answer, note, type OutputFlags } from "./say.js";

interface ServeFlags extends OutputFlags {
  port?: string;
  host: string;
}

const defaultPort = 8787;
/** How many ports are tried if the user names no port. */
const tries = 100;

/** Flags as commander takes them, with their help and defaults. */
export const serveFlags: readonly [flags: string, help: string, value?: string][] = [
  ["--port <n>", `port to listen on; 0: any free port (${defaultPort}, or the next free one)`],
  ["--host <address>", "address to listen on; 0.0.0.0: all addresses of this machine", "127.0.0.1"],
];

/** Thrown if the server cannot listen on the address, or if the page is not built. */
class ServeError extends ChainruleError {
  override name = "ServeError";
}

export async function serveCommand(flags: ServeFlags): Promise<void> {
  const asked = portOf(flags.port);
  if (flags.host === "") throw unknownHost(flags.host); // Node would take it for every address
  const folder = fileURLToPath(new URL("./playground/", import.meta.url));
  if (!existsSync(join(folder, "index.html"))) {
    throw new ServeError(
      `the page is not built: there is no ${join(folder, "index.html")}. Run \`npm run build\`.`,
    );
  }
  const server = createServer((request, response) => void answerFrom(folder, request, response));
  await interruptible(
    async (signal) => {
      await listen(server, flags.host, asked);
      const { port, address } = server.address() as AddressInfo;
      const url = `http://${nameOf(address)}:${port}/`;
      answer(flags, { url, port, host: flags.host, pid: process.pid }, () => url);
      if (!isLoopback(address)) {
        note(
          flags,
          `Other machines can open it too, but without threads: browsers share memory only on https and localhost.`,
        );
      }
      note(flags, "Serving the playground. Press Ctrl-C to stop.");
      await closed(server, signal);
      throw signal.reason;
    },
    () => {},
  );
}

/** @throws ConfigError for an invalid port */
function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) {
    throw new ConfigError(`--port: expected an integer from 0 to 65535, got ${show(text)}.`);
  }
  return Number(text);
}

/** Listens on the port that the user named, or on the first free one. @throws ServeError, ConfigError */
async function listen(server: Server, host: string, asked: number | undefined): Promise<void> {
  const ports = asked === undefined ? Array.from({ length: tries }, (_, at) => defaultPort + at) : [asked];
  for (const port of ports) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen({ port, host }, () => {
          server.off("error", reject);
          resolve();
        });
      });
      return;
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (code === "EADDRINUSE" && asked === undefined) continue;
      throw inWords(code, host, port, error);
    }
  }
  throw new ServeError(`ports ${ports[0]} to ${ports.at(-1)} are all in use. Name another: --port.`);
}

function inWords(code: string, host: string, port: number, error: unknown): ChainruleError {
  if (code === "EADDRINUSE") {
    return new ServeError(
      `--port: ${port} is in use already. Name another, or leave --port out for one that is free.`,
    );
  }
  if (code === "EACCES")
    return new ServeError(`--port: not allowed to listen on ${port}. Use one above 1023.`);
  if (["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EINVAL"].includes(code)) {
    return unknownHost(host);
  }
  return new ServeError(`could not listen on ${host}, port ${port} (${code || String(error)}).`);
}

const unknownHost = (host: string) =>
  new ConfigError(`--host: expected an address of this machine, got ${show(host)}.`);

/** Resolves after the signal, when all connections are closed. */
function closed(server: Server, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const close = () => {
      server.close(() => resolve());
      server.closeAllConnections();
    };
    if (signal.aborted) close();
    else signal.addEventListener("abort", close, { once: true });
  });
}

/** The address for a browser on this machine. */
function nameOf(address: string): string {
  if (address === "0.0.0.0" || address === "::") return "localhost";
  return address.includes(":") ? `[${address}]` : address;
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}
