// Stands between a page and the server's sockets, so that a test can close them with any code.

import type { Page, WebSocketRoute } from '@playwright/test';

export interface Sockets {
  /** How many sockets the page has opened. */
  readonly opened: number;
  /** The next `count` sockets are closed with `code` at their first frame. */
  refuseNext(count: number, code: number): void;
  /** Closes the open sockets, as a network that fails. */
  dropAll(): void;
}

/** To be called before the page opens its first socket; it holds for later loads of the page as well. */
export async function routeSockets(page: Page): Promise<Sockets> {
  const open: WebSocketRoute[] = [];
  let opened = 0;
  let refusals = 0;
  let code = 0;
  await page.routeWebSocket(/\/socket$/, (socket) => {
    opened += 1;
    if (refusals > 0) {
      refusals -= 1;
      socket.onMessage(() => void socket.close({ code, reason: 'refused by the test' }));
      return;
    }
    const server = socket.connectToServer();
    open.push(socket);
    socket.onClose(() => void server.close());
  });
  return {
    get opened() {
      return opened;
    },
    refuseNext: (count, closeCode) => {
      refusals = count;
      code = closeCode;
    },
    dropAll: () => {
      for (const socket of open.splice(0)) {
        void socket.close({ code: 4012, reason: 'dropped by the test' });
      }
    },
  };
}
