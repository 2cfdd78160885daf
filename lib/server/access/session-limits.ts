import type { Environment } from "../environment";

export interface SessionLimits {
  idleInSeconds: number;
  longestInSeconds: number;
}

export function sessionLimits({
  LAMIA_SESSION_IDLE_HOURS,
  LAMIA_SESSION_HOURS,
}: Pick<Environment, "LAMIA_SESSION_IDLE_HOURS" | "LAMIA_SESSION_HOURS">): SessionLimits {
  return { idleInSeconds: LAMIA_SESSION_IDLE_HOURS * 3600, longestInSeconds: LAMIA_SESSION_HOURS * 3600 };
}

/** A session ends when it hasn't been used for a while, and after a fixed time even if it has. */
export function isOver(
  { createdAt, usedAt, expiresAt }: { createdAt: Date; usedAt: Date; expiresAt: Date },
  { idleInSeconds, longestInSeconds }: SessionLimits,
  now: Date,
): boolean {
  const ends = [
    usedAt.getTime() + idleInSeconds * 1000,
    createdAt.getTime() + longestInSeconds * 1000,
    expiresAt.getTime(),
  ];
  return Math.min(...ends) <= now.getTime();
}
