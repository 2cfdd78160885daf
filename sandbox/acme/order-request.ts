import { isIP } from "node:net";
import { isObject } from "./jws";
import type { Identifier } from "./problem";
import { AcmeProblem, type ProblemDocument } from "./problem";

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const mostNames = 100;

/**
 * The identifiers of a new order, in lower case, without duplicates.
 * @throws malformed, unsupportedIdentifier, or rejectedIdentifier with one subproblem for each rejected name
 */
export function readIdentifiers(value: unknown): Identifier[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new AcmeProblem("malformed", "identifiers needs at least one entry.");
  }
  const names = new Map<string, Identifier["type"]>();
  const refused: { identifier: Identifier; reason: string }[] = [];
  for (const entry of value as unknown[]) {
    if (!isObject(entry) || typeof entry.value !== "string") {
      throw new AcmeProblem("malformed", "An identifier needs type and value.");
    }
    if (entry.type !== "dns" && entry.type !== "ip") {
      throw new AcmeProblem(
        "unsupportedIdentifier",
        `Identifiers of type ${JSON.stringify(entry.type)} are unknown.`,
      );
    }
    const name = entry.value.toLowerCase();
    const reason = entry.type === "ip" ? addressRefusal(name) : refusal(name);
    if (reason === undefined) names.set(name, entry.type);
    else refused.push({ identifier: { type: entry.type, value: entry.value }, reason });
  }
  const [first] = refused;
  if (first) {
    throw new AcmeProblem(
      "rejectedIdentifier",
      `Cannot issue for "${first.identifier.value}": ${first.reason}`,
      {
        subproblems: refused.map(subproblem),
      },
    );
  }
  if (names.size > mostNames)
    throw new AcmeProblem("malformed", `An order takes at most ${mostNames} names.`);
  return [...names].map(([value, type]) => ({ type, value }));
}

function subproblem({ identifier, reason }: { identifier: Identifier; reason: string }): ProblemDocument {
  return { ...new AcmeProblem("rejectedIdentifier", reason).document, identifier };
}

/** Why no certificate can be issued for the name, or undefined. */
function refusal(name: string): string | undefined {
  const base = name.startsWith("*.") ? name.slice(2) : name;
  if (base.includes("*")) return "a wildcard may only be the whole first label.";
  if (base.length > 253) return "the name is longer than 253 characters.";
  if (/^[0-9.]+$/.test(base) || base.includes(":")) return "it is an IP address.";
  if (base.endsWith(".")) return "the name ends with a dot.";
  const labels = base.split(".");
  if (labels.length < 2) return "the name needs at least two labels.";
  if (!labels.every((part) => label.test(part))) {
    return "each label is 1 to 63 letters, digits and hyphens, with no hyphen at its ends.";
  }
  return undefined;
}

/** An address has to be in its usual form (RFC 8738, section 3). */
function addressRefusal(address: string): string | undefined {
  if (isIP(address) === 0) return "it is not an IP address.";
  const host = address.includes(":") ? `[${address}]` : address;
  return new URL(`http://${host}/`).hostname === host ? undefined : "it is not in its usual form.";
}

interface Profile {
  description: string;
  lifetimeHours: number;
}

/** Certificate profiles, with Let's Encrypt's names; the first is the default. */
export const profiles = {
  classic: { description: "Certificates of 90 days.", lifetimeHours: 90 * 24 },
  tlsserver: { description: "Certificates of 45 days.", lifetimeHours: 45 * 24 },
  shortlived: { description: "Certificates of 160 hours.", lifetimeHours: 160 },
} as const satisfies Record<string, Profile>;

type ProfileName = keyof typeof profiles;

/** @throws invalidProfile when the directory doesn't list the profile. */
export function readProfile(value: unknown): ProfileName {
  if (value === undefined) return "classic";
  if (typeof value === "string" && Object.hasOwn(profiles, value)) return value as ProfileName;
  throw new AcmeProblem(
    "invalidProfile",
    `The profile ${JSON.stringify(value)} is not one of ${Object.keys(profiles).join(", ")}.`,
  );
}
