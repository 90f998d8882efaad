// What the server wrote into the page: which meeting, under which name, and whom to call in a crisis.

export interface Page {
  slug: string;
  /** As typed at the door; may still be refused by the room. */
  name: string;
  newcomer: boolean;
  /** What the site is called. */
  site: string;
  /** BCP 47, of the page. */
  locale: string;
  /** Null when the operator set none. */
  crisis: Crisis | null;
  /** Of the room's socket. */
  socketUrl: string;
}

export interface Crisis {
  name: string;
  phone: string;
  url: string;
}

/** The element with id `room`, as far as it is read here. */
export interface RoomElement {
  dataset: Record<string, string | undefined>;
}

/** Reads the page's own address and the attributes of its `<main id="room">`. */
export function readPage(room: RoomElement, location: { protocol: string; host: string }): Page {
  const { slug = '', name = '', newcomer, site = '', locale = 'en', ...rest } = room.dataset;
  const { crisisName = '', crisisPhone = '', crisisUrl = '' } = rest;
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return {
    slug,
    name,
    newcomer: newcomer === 'true',
    site,
    locale,
    crisis:
      crisisPhone || crisisUrl ? { name: crisisName, phone: crisisPhone, url: crisisUrl } : null,
    socketUrl: `${scheme}://${location.host}/meetings/${encodeURIComponent(slug)}/socket`,
  };
}
