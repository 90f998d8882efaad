// What the room uses and browsers older than the look's floor lack: they may look plain, but listening works.

/* eslint-disable @typescript-eslint/no-unnecessary-condition -- the types know newer browsers only */

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
const { hasOwnProperty } = Object.prototype;
Object.hasOwn ??= (object, key) => hasOwnProperty.call(object, key);

// eslint-disable-next-line @typescript-eslint/unbound-method -- defined here, not called
String.prototype.replaceAll ??= function replaceAll(
  this: string,
  search: string | RegExp,
  replacement: string,
): string {
  return typeof search === 'string'
    ? this.split(search).join(replacement)
    : this.replace(search, replacement);
} as typeof String.prototype.replaceAll;
