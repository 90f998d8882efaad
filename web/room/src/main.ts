// The entry point of the room page: reads the page, creates the session and mounts the components.

import { mount } from 'svelte';
import catalogue from '../../locales/en/room.ftl?words';
import '../../styles/room-entry.css';
import App from './App.svelte';
import { addCatalogue, type Catalogue } from './l10n';
import { readPage } from './page';
import { Session } from './session.svelte';

/** Milliseconds before the catalogue is fetched again after a failure. */
const RETRY_DELAY = 2000;

async function fetchCatalogue(): Promise<Catalogue> {
  for (;;) {
    try {
      const response = await fetch(catalogue);
      if (response.ok) return (await response.json()) as Catalogue;
    } catch {
      // No connection: retry below.
    }
    await new Promise((done) => setTimeout(done, RETRY_DELAY));
  }
}

async function start(element: HTMLElement): Promise<void> {
  element.dataset['started'] = '';
  const page = readPage(element, window.location);
  const session = new Session(page);
  addCatalogue(await fetchCatalogue());
  // The room has its own header and main: it replaces the whole body.
  element.remove();
  mount(App, { target: document.body, props: { session, page } });
  session.start();
}

const element = document.getElementById('room');
if (element) void start(element);
