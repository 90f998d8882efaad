// The icons of roles and marks. Their words are in the catalogue.

import type { IconName } from '../icons';
import type { Mark, Role } from '../wire.gen';

export const glyphs: Record<Mark, string> = {
  diamond: '◆',
  triangle: '▲',
  square: '■',
  circle: '●',
  star: '★',
  cross: '✚',
};

export const roleIcons: Record<Role, IconName> = {
  chair: 'lamp',
  co_chair: 'lamp',
  tech_host: 'ear',
  timekeeper: 'clock',
  greeter: 'open',
  chat_monitor: 'chat',
  reader: 'book',
  speaker: 'mic',
};
