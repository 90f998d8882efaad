import { beforeEach, describe, expect, it } from 'vitest';
import { PageReload } from './reload';
import { FakeStorage } from './testing';

let storage: FakeStorage;
let reloads: number;

/** The page as it is after loading. */
const loadPage = (): PageReload => new PageReload('tuesday', { storage, reload: () => reloads++ });

beforeEach(() => {
  storage = new FakeStorage();
  reloads = 0;
});

describe('a page that is too old', () => {
  it('reloads with the typed text, which the next page takes out of the storage', () => {
    expect(loadPage().reloadOnce('on my way')).toBe(true);
    expect(reloads).toBe(1);
    expect(loadPage().takeDraft()).toBe('on my way');
    expect([...storage.items.values()]).not.toContain('on my way');
    expect(loadPage().takeDraft()).toBe('');
  });

  it('does not reload a second time by itself', () => {
    loadPage().reloadOnce('');
    expect(loadPage().reloadOnce('')).toBe(false);
    expect(reloads).toBe(1);
  });

  it('reloads by a press as often as it is pressed, and keeps the text', () => {
    loadPage().reloadOnce('');
    loadPage().reload('still here');
    loadPage().reload('still here');
    expect(reloads).toBe(3);
    expect(loadPage().takeDraft()).toBe('still here');
  });

  it('may reload again once it was welcomed', () => {
    loadPage().reloadOnce('');
    loadPage().welcomed();
    expect(loadPage().reloadOnce('')).toBe(true);
  });

  it('does not reload by itself where the browser stores nothing', () => {
    storage.setItem = () => undefined;
    expect(loadPage().reloadOnce('on my way')).toBe(false);
    expect(reloads).toBe(0);
  });
});
