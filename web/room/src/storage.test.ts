import { describe, expect, it } from 'vitest';
import { meetingCookie, tabStorage } from './storage';

const blocked = {
  get sessionStorage(): Storage {
    throw new DOMException('blocked', 'SecurityError');
  },
};

describe('the storage of a tab', () => {
  it('keeps nothing, and throws nothing, in a browser that blocks it', () => {
    const storage = tabStorage(blocked);
    storage.setItem('key', 'value');
    storage.removeItem('key');
    expect(storage.getItem('key')).toBeNull();
  });
});

describe('the cookie of a meeting', () => {
  const room = { pathname: '/meetings/tuesday/room', protocol: 'https:' };

  it('is for the pages of this meeting, and ends with it', () => {
    const page = { cookie: '' };
    meetingCookie(page, room).set('token.Jo', 600);
    expect(page.cookie).toBe(
      'porchlight-seat=token.Jo;path=/meetings/tuesday;max-age=600;samesite=strict;secure',
    );
  });

  it('is found among others', () => {
    const page = { cookie: 'zone=UTC; porchlight-seat=token.Jo; other=1' };
    expect(meetingCookie(page, room).get()).toBe('token.Jo');
    page.cookie = 'not-porchlight-seat=1';
    expect(meetingCookie(page, room).get()).toBeNull();
  });

  it('throws nothing in a browser that blocks cookies', () => {
    const page = {
      get cookie(): string {
        throw new DOMException('blocked', 'SecurityError');
      },
    };
    expect(meetingCookie(page, room).get()).toBeNull();
  });
});
