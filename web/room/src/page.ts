// The data that the server wrote into the page: the meeting, the person's name, the crisis line.

export interface Page {
  slug: string;
  /** As typed in the join form; the room may still refuse it. */
  name: string;
  newcomer: boolean;
  /** Whether everyone may see that this person is new. */
  newcomerShown: boolean;
  /** The name of the site. */
  site: string;
  /** The page's language, as a BCP 47 tag. */
  locale: string;
  /** Null when the operator has set none. */
  crisis: Crisis | null;
  /** The URL of the room's WebSocket. */
  socketUrl: string;
}

export interface Crisis {
  name: string;
  phone: string;
  url: string;
}

/** The part of the element with id `room` that is read here. */
export interface RoomElement {
  dataset: Record<string, string | undefined>;
}

/** Reads the page's own address and the attributes of its `<main id="room">`. */
export function readPage(room: RoomElement, location: { protocol: string; host: string }): Page {
  const {
    slug = '',
    name = '',
    newcomer,
    newcomerShown,
    site = '',
    locale = 'en',
    ...rest
  } = room.dataset;
  const { crisisName = '', crisisPhone = '', crisisUrl = '' } = rest;
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return {
    slug,
    name,
    newcomer: newcomer === 'true',
    newcomerShown: newcomerShown === 'true',
    site,
    locale,
    crisis:
      crisisPhone || crisisUrl ? { name: crisisName, phone: crisisPhone, url: crisisUrl } : null,
    socketUrl: `${scheme}://${location.host}/meetings/${encodeURIComponent(slug)}/socket`,
  };
}
