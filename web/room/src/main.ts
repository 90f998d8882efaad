// The entry of the room page: reads the page, makes the session, shows it.

import { mount } from 'svelte';
import App from './App.svelte';
import { readPage } from './page';
import { Session } from './session.svelte';

const target = document.getElementById('room');
if (target) {
  const page = readPage(target, window.location);
  const session = new Session(page);
  mount(App, { target, props: { session, page } });
  session.start();
}
