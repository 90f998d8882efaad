// The sheets over the bottom bar: loaded apart from the room, right after it, because nobody is called while
// they enter.

export { default as Called } from './Called.svelte';
export { default as Picking } from './Picking.svelte';
