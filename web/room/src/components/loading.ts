// Loads parts of the program that are apart from the room.

/** Milliseconds before a part is loaded again after a failure. */
const RETRY_DELAY = 2000;

/** Tries until it works: without the part, a control is missing. */
export function persistently<Part>(load: () => Promise<Part>): Promise<Part> {
  return load().catch(async () => {
    await new Promise((done) => setTimeout(done, RETRY_DELAY));
    return persistently(load);
  });
}
