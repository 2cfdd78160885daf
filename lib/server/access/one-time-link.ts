import { randomBytes } from "node:crypto";
import type { LinkRow } from "@/lib/store/one-time-links";
import type { People } from "@/lib/store/people";
import { tokenHash } from "./token-hash";

/** The path of the page to which a new link leads. What follows the `#` stays in the browser. */
export async function newLink(people: People, details: LinkRow, now: Date): Promise<string> {
  const link = randomBytes(24).toString("base64url");
  await people.links.add(tokenHash(link), details, now);
  return `/sign-in/${details.purpose === "password" ? "password" : "link"}#${link}`;
}
