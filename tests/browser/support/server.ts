// Runs the real program, as an operator would.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { type Socket as UdpSocket, createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Server as TcpServer, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = process.env['PORCHLIGHT_TEST_PROGRAM'] ?? join(ROOT, 'target/debug/porchlight');

export interface Options {
  /** Settings as `PORCHLIGHT_*` variables. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The host name that browsers use; `127.0.0.1` by default. */
  readonly host?: string;
  /** Whether the demo's simulated members take part; they don't by default. */
  readonly simulatedMembers?: boolean;
}

/** A demo server with its example meetings, one of them in progress. */
export class Server {
  /** The invitation to chair the meeting in progress; works once. */
  chairLink = '';
  /** The invitation to be the secretary of its group; works once. */
  secretaryLink = '';
  /** The invitation to be an operator of the site; works once. */
  operatorLink = '';
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(
    readonly folder: string,
    readonly http: number,
    readonly media: number,
    readonly options: Options,
  ) {}

  static async start(options: Options = {}): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), 'porchlight-test-'));
    const server = new Server(folder, await freePort(), await freePort(), options);
    await server.launch();
    return server;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** The host and port that browsers use. */
  get host(): string {
    return `${this.options.host ?? '127.0.0.1'}:${this.http}`;
  }

  /** The meeting that is in progress. */
  get meeting(): string {
    return `${this.url}/meetings/evening-circle`;
  }

  /** Starts the program on the same ports and data as before. */
  async launch(): Promise<void> {
    this.#output = '';
    const quiet = this.options.simulatedMembers ? [] : ['--quiet'];
    const child = spawn(PROGRAM, ['demo', ...quiet, '--data-folder', join(this.folder, 'data')], {
      env: {
        ...process.env,
        PORCHLIGHT_HTTP_BIND: `127.0.0.1:${this.http}`,
        PORCHLIGHT_MEDIA_BIND: `0.0.0.0:${this.media}`,
        ...this.options.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const ready = new Promise<void>((resolve, reject) => {
      const readOutput = (chunk: Buffer): void => {
        this.#output += chunk.toString();
        const chair = /to chair it .*(\/invite\/[\w-]+)/.exec(this.#output);
        const secretary = /its secretary .*(\/invite\/[\w-]+)/.exec(this.#output);
        const operator = /its operator .*(\/invite\/[\w-]+)/.exec(this.#output);
        if (chair && secretary && operator && /Ready/.test(this.#output)) {
          this.chairLink = this.url + chair[1];
          this.secretaryLink = this.url + secretary[1];
          this.operatorLink = this.url + operator[1];
          resolve();
        }
      };
      child.stdout?.on('data', readOutput);
      child.stderr?.on('data', readOutput);
      child.once('exit', (code) => reject(new Error(`the server ended (${code}):\n${this.#output}`)));
      child.once('error', reject);
    });
    await ready;
  }

  /** The program's output and log since its last start. */
  get output(): string {
    return this.#output;
  }

  /** Ends the process as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child && child.exitCode === null) {
      child.removeAllListeners('exit');
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
  }
}

/**
 * A port that is free for TCP and UDP, below the range of outgoing connections: a browser that opens one
 * before the program starts can't take it.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + randomInt(12_000);
    const tcp = createServer();
    const udp = createSocket('udp4');
    if (
      (await canOpen(tcp, () => tcp.listen(port, '0.0.0.0'))) &&
      (await canOpen(udp, () => udp.bind(port, '0.0.0.0')))
    ) {
      return port;
    }
  }
  throw new Error('no free port between 20000 and 32000');
}

/** Whether a socket could be opened; it is closed again. */
async function canOpen(socket: TcpServer | UdpSocket, open: () => void): Promise<boolean> {
  const listening = once(socket, 'listening');
  open();
  try {
    await listening;
  } catch {
    return false;
  }
  const closed = once(socket, 'close');
  socket.close();
  await closed;
  return true;
}
