// What only those who serve need: loaded beside the room, before it is wanted, by whoever may come
// to lead, and never by anyone else.

export { default as Desk } from './Desk.svelte';
export { default as FreezeGuard } from './FreezeGuard.svelte';
export { default as Lobby } from './Lobby.svelte';
export { default as Service } from './Service.svelte';
