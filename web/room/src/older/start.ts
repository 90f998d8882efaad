// Loads the older build of the room when the browser could not read the other one. Both are named by the page;
// the page runs this after the other.

export {};

const page = document.getElementById('room');
const older = page?.dataset['older'];
// The room's program leaves this mark at once; a browser that does not know its syntax runs none of it.
if (older && page.dataset['started'] === undefined) {
  void import(/* @vite-ignore */ older);
}
