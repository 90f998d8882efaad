// The sheets over the bottom bar: loaded apart from the room, right after it,
// because nobody needs them to enter.

export { default as Called } from './Called.svelte';
export { default as Picking } from './Picking.svelte';
