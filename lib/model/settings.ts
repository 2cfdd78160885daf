import { SecretText } from "./secret-text";

/**
 * The settings of a virtual cluster or of the installation, by key. What a Secret holds is a `SecretText` from where it is read to
 * where it is sent, unless its key is known to hold no secret.
 */
export type Settings = Readonly<Record<string, string | SecretText | undefined>>;

/** The value of a key that isn't secret. Never reveals one that is: then there is no such value. */
export function plainValue(settings: Settings, key: string): string | undefined {
  const value = settings[key];
  return value instanceof SecretText ? undefined : value;
}

/** All values that aren't secret. */
export function plainValues(settings: Settings): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.keys(settings).map((key) => [key, plainValue(settings, key)]));
}

/** The value of a secret key, wherever somebody put it. */
export function secretSetting(settings: Settings, key: string): SecretText | undefined {
  const value = settings[key];
  return typeof value === "string" ? new SecretText(value) : value;
}

/** The value itself, for schemas, digests, and the Secret that stores it. */
export function revealed(settings: Settings, key: string): string | undefined {
  const value = settings[key];
  return value instanceof SecretText ? value.reveal() : value;
}
