/** The share limits on offer, in seconds (server/room/DOMAIN.md, "Defaults"). */
export const LIMITS: readonly number[] = [120, 180, 240, 300];
