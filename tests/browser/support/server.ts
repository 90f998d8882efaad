// The real program, started as an operator would start it.

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
  /** The host name that browsers use; `127.0.0.1` unless told. */
  readonly host?: string;
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
  #said = '';

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
    this.#said = '';
    const child = spawn(PROGRAM, ['demo', '--data-folder', join(this.folder, 'data')], {
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
      const hear = (chunk: Buffer): void => {
        this.#said += chunk.toString();
        const chair = /to chair it .*(\/invite\/[\w-]+)/.exec(this.#said);
        const secretary = /its secretary .*(\/invite\/[\w-]+)/.exec(this.#said);
        const operator = /its operator .*(\/invite\/[\w-]+)/.exec(this.#said);
        if (chair && secretary && operator && /Ready/.test(this.#said)) {
          this.chairLink = this.url + chair[1];
          this.secretaryLink = this.url + secretary[1];
          this.operatorLink = this.url + operator[1];
          resolve();
        }
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
      child.once('exit', (code) => reject(new Error(`the server ended (${code}):\n${this.#said}`)));
      child.once('error', reject);
    });
    await ready;
  }

  /** What the program printed and logged since its last start. */
  get said(): string {
    return this.#said;
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
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
  }
}

/**
 * A port that nobody has for TCP nor UDP, below those that systems give to connections going out: a
 * browser that opens one before the program starts can't take it.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + randomInt(12_000);
    const tcp = createServer();
    const udp = createSocket('udp4');
    if (
      (await opens(tcp, () => tcp.listen(port, '0.0.0.0'))) &&
      (await opens(udp, () => udp.bind(port, '0.0.0.0')))
    ) {
      return port;
    }
  }
  throw new Error('no free port between 20000 and 32000');
}

/** Whether a socket could be opened; it is closed again. */
async function opens(socket: TcpServer | UdpSocket, open: () => void): Promise<boolean> {
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
