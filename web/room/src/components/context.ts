// The session as the components see it, passed down from `Room`. Tests and the gallery pass their own.

import { createContext } from 'svelte';
import type { Page } from '../page';
import type { Control } from '../permissions';
import type { Session } from '../session.svelte';
import type { PersonView, RoomView, You } from '../wire.gen';

/** The public side of a session. */
export type SessionView = Omit<Session, 'chair'> & { readonly chair: Controls };

type Controls = Pick<Session['chair'], keyof Session['chair']>;

/** What every component inside the room gets: a session that has been admitted. */
export interface Inside {
  readonly session: SessionView;
  readonly page: Page;
  readonly room: RoomView;
  readonly you: You;
  /** You as a person of the room, as the others see you. */
  readonly me: PersonView | undefined;
  /** The controls that you can press and that concern no other person. */
  readonly allowed: ReadonlySet<Control>;
  /** The chair's name, or the words for "the chair". */
  readonly chair: string;
  /** The components for people with a role, once they are loaded. */
  readonly serving: typeof import('./serving') | null;
  /** The sheets over the bottom bar, once they are loaded. */
  readonly sheets: typeof import('./sheets') | null;
}

export const [getInside, setInside] = createContext<Inside>();
