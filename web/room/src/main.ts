// The entry of the room page: reads the page, makes the session, shows it.

import { mount } from 'svelte';
import catalogue from '../../locales/en/room.ftl?words';
import '../../styles/room-entry.css';
import App from './App.svelte';
import { addCatalogue, type Catalogue } from './l10n';
import { readPage } from './page';
import { Session } from './session.svelte';

/** How long to wait before asking for the words again, on a line that dropped them. */
const AGAIN_AFTER = 2000;

async function words(): Promise<Catalogue> {
  for (;;) {
    try {
      const answer = await fetch(catalogue);
      if (answer.ok) return (await answer.json()) as Catalogue;
    } catch {
      // The line is down: the page is here already, so the words will come as well.
    }
    await new Promise((done) => setTimeout(done, AGAIN_AFTER));
  }
}

async function start(written: HTMLElement): Promise<void> {
  const page = readPage(written, window.location);
  const session = new Session(page);
  addCatalogue(await words());
  // The room brings its own header and main: it takes the whole body.
  written.remove();
  mount(App, { target: document.body, props: { session, page } });
  session.start();
}

const written = document.getElementById('room');
if (written) void start(written);
