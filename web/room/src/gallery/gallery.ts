// Shows one state of the room: /gallery.html?state=called&theme=dark&dir=rtl. Development only.

import { mount } from 'svelte';
import catalogue from '../../../locales/en/room.ftl?words';
import '../../../styles/room-entry.css';
import App from '../App.svelte';
import { addCatalogue, type Catalogue } from '../l10n';
import { page, session } from './fixtures';
import { states } from './states';

const parameters = new URLSearchParams(window.location.search);
const { documentElement: root } = document;
root.dataset['theme'] = parameters.get('theme') ?? '';
root.dir = parameters.get('dir') ?? 'ltr';
const state = states[parameters.get('state') ?? 'room'] ?? {};
addCatalogue((await (await fetch(catalogue)).json()) as Catalogue);
// Without a server a press changes nothing: the gallery only shows states.
mount(App, { target: document.body, props: { session: session(state), page } });
Object.assign(window, { states: Object.keys(states) });
