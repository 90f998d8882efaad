import { describe, expect, it } from 'vitest';
import { readPage } from './page';

const data = { slug: 'tuesday', name: 'Jo', newcomer: 'true', site: 'Porch', locale: 'en-GB' };

describe('the page', () => {
  it('has the meeting, the person and the socket URL on the same host', () => {
    const page = readPage({ dataset: data }, { protocol: 'https:', host: 'porch.example' });
    expect(page).toEqual({
      slug: 'tuesday',
      name: 'Jo',
      newcomer: true,
      newcomerShown: false,
      site: 'Porch',
      locale: 'en-GB',
      crisis: null,
      socketUrl: 'wss://porch.example/meetings/tuesday/socket',
    });
  });

  it('uses an unencrypted socket only on an unencrypted page', () => {
    const page = readPage({ dataset: data }, { protocol: 'http:', host: '127.0.0.1:8080' });
    expect(page.socketUrl).toBe('ws://127.0.0.1:8080/meetings/tuesday/socket');
  });

  it('has the crisis line that the operator has set', () => {
    const crisis = { crisisName: 'Helpline', crisisPhone: '116 123', crisisUrl: '' };
    const page = readPage({ dataset: { ...data, ...crisis } }, { protocol: 'https:', host: 'x' });
    expect(page.crisis).toEqual({ name: 'Helpline', phone: '116 123', url: '' });
  });
});
