// The session as the components see it, handed down from `Room`. Tests and the gallery give their own.

import { createContext } from 'svelte';
import type { Page } from '../page';
import type { Control } from '../permissions';
import type { Session } from '../session.svelte';
import type { PersonView, RoomView, You } from '../wire.gen';

/** The public side of a session. */
export type SessionView = Omit<Session, 'chair'> & { readonly chair: Controls };

type Controls = Pick<Session['chair'], keyof Session['chair']>;

/** A session that has been let in: what every component inside the room may rely on. */
export interface Inside {
  readonly session: SessionView;
  readonly page: Page;
  readonly room: RoomView;
  readonly you: You;
  /** You, as the others see you. */
  readonly me: PersonView | undefined;
  /** What you can press that needs no other person. */
  readonly allowed: ReadonlySet<Control>;
  /** Who chairs, or the words for it. */
  readonly chair: string;
  /** The tools of those who serve, once they are here. */
  readonly serving: typeof import('./serving') | null;
}

export const [getInside, setInside] = createContext<Inside>();
