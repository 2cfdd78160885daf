import { createHmac, randomBytes } from "node:crypto";
import type { Spent } from "@/lib/store/spent";
import { tokenHash } from "../token-hash";

/** Keeps a question to a passkey with the browser that asked for it. */
export const challengeCookie = "lamia_passkey";
export const challengeLifeInSeconds = 300;

/**
 * The challenge follows from one random value, which only the browser's cookie holds, and from what it is for: a passkey's answer
 * for one session or one sign-in is worth nothing for another. The server stores nothing before the answer is there.
 */
export function newChallenge(now: Date): string {
  return `${Math.floor(now.getTime() / 1000).toString(36)}.${randomBytes(32).toString("base64url")}`;
}

export function challengeOf(cookie: string, purpose: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac("sha256", cookie).update(purpose).digest());
}

/** Uses the cookie up. Whether it is at most five minutes old, and this is the first time in all processes. */
export async function spendChallenge(cookie: string, spent: Spent, now: Date): Promise<boolean> {
  const [began = "", random = ""] = cookie.split(".");
  const beganInSeconds = Number.parseInt(began, 36);
  const ageInSeconds = now.getTime() / 1000 - beganInSeconds;
  if (random.length < 43 || !(ageInSeconds >= -1 && ageInSeconds <= challengeLifeInSeconds)) return false;
  const expiresAt = new Date((beganInSeconds + 2 * challengeLifeInSeconds) * 1000);
  return spent.once(tokenHash(`passkey ${cookie}`), expiresAt, now);
}
