// The entry of the room page: reads the page, makes the session, shows it.

import { mount } from 'svelte';
import '../../styles/room-entry.css';
import App from './App.svelte';
import { readPage } from './page';
import { Session } from './session.svelte';

const written = document.getElementById('room');
if (written) {
  const page = readPage(written, window.location);
  const session = new Session(page);
  // The room brings its own header and main: it takes the whole body.
  written.remove();
  mount(App, { target: document.body, props: { session, page } });
  session.start();
}
