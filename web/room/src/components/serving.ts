// The components that only people with a role need: loaded apart from the room, ahead of time, by
// those who may come to lead, and never by anyone else.

export { default as Desk } from './Desk.svelte';
export { default as FreezeGuard } from './FreezeGuard.svelte';
export { default as Lobby } from './Lobby.svelte';
export { default as Service } from './Service.svelte';
