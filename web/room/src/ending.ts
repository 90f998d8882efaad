// How one's own turn, or one's own place in the queue, came to its end: the words afterwards depend on it.
//
// Pure: the view before, the view after, and what this person pressed between them.

import type { RoomState } from './reduce';
import { isFrozen, queueState } from './selectors';

/** `skipped`: by the chair's team. The words are `after-*` in the catalogue. */
export type Ending = 'shared' | 'passed' | 'lowered' | 'skipped';

/** The new ending; null when the former one is no longer true, undefined while nothing has changed. */
export function ending(
  before: RoomState | null,
  { room, you }: RoomState,
  asked: Ending | null,
): Ending | null | undefined {
  // In a pause a host may speak; the turn of the other continues afterwards.
  if (!before || isFrozen(room)) return undefined;
  const was = before.room.floor;
  const spoke = was?.person === you.id && was.turn !== 'chair';
  if (spoke && room.floor?.since !== was.since) return 'shared';
  const { phase, step } = room.stage;
  const place = queueState(room, you.id);
  if (before.room.stage.phase !== phase || you.in_lobby) return null;
  const placeBefore = queueState(before.room, you.id);
  if (!place && placeBefore && placeBefore !== 'speaking') return asked ?? 'skipped';
  const another = room.floor && room.floor.turn !== 'chair';
  return place || another || before.room.stage.step !== step ? null : undefined;
}
