import { randomInt } from "node:crypto";
import { tokenHash } from "../token-hash";

const howMany = 10;
/** Without what looks alike. Sixteen of these have 79 random bits, so nobody finds a code from its hash. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
const groups = 4;

export function newRecoveryCodes(): string[] {
  return Array.from({ length: howMany }, () => Array.from({ length: groups }, newGroup).join("-"));
}

/** People copy codes by hand, four characters at a time. */
function newGroup(): string {
  return Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** As people type it. */
export function plainCode(code: string): string {
  return code.replaceAll(/[\s-]/g, "").toLowerCase();
}

/** What the database holds in place of a code, however the user types it. */
export function recoveryHash(userId: string, code: string): string {
  return tokenHash(`recovery ${userId} ${plainCode(code)}`);
}
