import { AcmeProblem } from "./problem";

interface Profile {
  description: string;
  lifetimeHours: number;
}

/** Certificate profiles, named as Let's Encrypt names its own; the first is the default. */
export const profiles = {
  classic: { description: "Certificates of 90 days.", lifetimeHours: 90 * 24 },
  tlsserver: { description: "Certificates of 45 days.", lifetimeHours: 45 * 24 },
  shortlived: { description: "Certificates of 160 hours.", lifetimeHours: 160 },
} as const satisfies Record<string, Profile>;

type ProfileName = keyof typeof profiles;

/** @throws invalidProfile for one that the directory does not list. */
export function readProfile(value: unknown): ProfileName {
  if (value === undefined) return "classic";
  if (typeof value === "string" && Object.hasOwn(profiles, value)) return value as ProfileName;
  throw new AcmeProblem(
    "invalidProfile",
    `The profile ${JSON.stringify(value)} is not one of ${Object.keys(profiles).join(", ")}.`,
  );
}
