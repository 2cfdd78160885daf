import { createHash } from "node:crypto";
import { type ChallengeType, challengeTypes, type KeyType, keyTypes } from "@/lib/gateway/model";
import { SecretText } from "@/lib/model/secret-text";
import { plainValue, plainValues, type Settings, secretSetting } from "@/lib/model/settings";
import { directories, directoryOf } from "./named-cas";

export interface ExternalAccount {
  kid: string;
  /** base64url, as the CA provides it. */
  hmacKey: SecretText;
  /** From the environment of the process, whose account is stored by its directory alone. */
  isOfEnvironment?: true;
}

/** A CA, and the terms on which Lamia orders from it. */
export interface CaChoice {
  directory: string;
  externalAccount: ExternalAccount | null;
  profile: string | null;
  /** The common name of an issuer in the chain. */
  preferredChain: string | null;
  /** The settings of a virtual cluster name it, not those of the installation. */
  isTenants: boolean;
}

export interface CaChoices {
  ca: CaChoice;
  fallback: CaChoice[];
  keyType: KeyType;
  /** Where an order can be tried; null if that isn't known. */
  staging: CaChoice | null;
  challengeType: ChallengeType;
}

interface Sources {
  own: Settings;
  installation: Settings;
  /** What the environment of the process sets. */
  environment: EnvironmentCa;
}

export interface EnvironmentCa extends Pick<CaChoice, "directory" | "externalAccount"> {
  /** Where orders of this CA can be tried. */
  staging?: string | undefined;
}

/**
 * Which CAs issue for a virtual cluster. The nearest settings with a CA or an external account decide on the CA, and the
 * account always comes from the same settings, so that nobody can use an account of the installation at their own CA.
 */
export function chooseCas({ environment, ...sources }: Sources): CaChoices {
  const own = plainValues(sources.own);
  const installation = plainValues(sources.installation);
  const shared = namesCa(sources.installation)
    ? accountOf(sources.installation, environment.directory)
    : environment;
  const isTenants = namesCa(sources.own);
  const terms = isTenants ? own : { ...installation, ...set(own) };
  const ca: CaChoice = {
    ...(isTenants ? accountOf(sources.own, shared.directory) : shared),
    profile: terms.acme_profile || null,
    preferredChain: terms.acme_preferred_chain || null,
    isTenants,
  };
  const ownFallback = Boolean(own.acme_fallback_ca);
  const listed = (own.acme_fallback_ca || (isTenants ? "" : installation.acme_fallback_ca) || "").split(",");
  const fallback = listed
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .map(directoryOf)
    .filter((directory) => directory !== ca.directory)
    .map((directory): CaChoice => {
      const known = [shared, environment].find((each) => each.directory === directory);
      const externalAccount = known?.externalAccount ?? null;
      return {
        directory,
        externalAccount,
        profile: null,
        preferredChain: null,
        isTenants: ownFallback && !known,
      };
    });
  const keyType = keyTypes.find((each) => each === (own.acme_key_type || installation.acme_key_type));
  const wanted = own.acme_challenge || installation.acme_challenge;
  const staging = stagingOf(ca, terms.acme_staging_ca, environment);
  return {
    ca,
    fallback,
    keyType: keyType ?? "ec-p256",
    challengeType: challengeTypes.find((each) => each === wanted) ?? "dns-01",
    staging:
      staging === null
        ? null
        : {
            ...ca,
            directory: staging,
            // Its accounts are its own: it never gets that of the real CA.
            externalAccount: null,
            preferredChain: null,
            // What matters is who named this directory, not who named the real CA.
            isTenants: Boolean(own.acme_staging_ca),
          },
  };
}

/** The staging directories of named CAs, unless they require an external account. */
const stagingDirectories: Record<string, string> = {
  [directories.letsencrypt ?? ""]: directories["letsencrypt-staging"] ?? "",
  [directories.buypass ?? ""]: "https://api.test4.buypass.no/acme/directory",
};

function stagingOf(ca: CaChoice, named: string | undefined, environment: EnvironmentCa): string | null {
  if (named) return directoryOf(named);
  if (ca.directory === environment.directory && environment.staging) return environment.staging;
  return stagingDirectories[ca.directory] ?? null;
}

function namesCa(settings: Settings): boolean {
  return Boolean(settings.acme_ca || settings.acme_eab_kid || settings.acme_eab_hmac);
}

function accountOf(settings: Settings, usual: string): Pick<CaChoice, "directory" | "externalAccount"> {
  const ca = plainValue(settings, "acme_ca");
  const directory = ca ? directoryOf(ca) : usual;
  return { directory, externalAccount: externalAccountOf(settings) };
}

function externalAccountOf(settings: Settings): ExternalAccount | null {
  const kid = plainValue(settings, "acme_eab_kid");
  const hmac = secretSetting(settings, "acme_eab_hmac")?.reveal();
  if (!kid && !hmac) return null;
  // acme-client decodes base64url, but some CAs show the key as plain base64.
  const hmacKey = (hmac ?? "").replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return { kid: kid ?? "", hmacKey: new SecretText(hmacKey) };
}

function set(settings: ReturnType<typeof plainValues>): ReturnType<typeof plainValues> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value));
}

/**
 * What distinguishes accounts: the directory URL and, with an external account, a digest of it. The digest includes the HMAC
 * key, so that the key ID alone, which is no secret, gives nobody access to another account.
 */
export function accountId(directory: string, externalAccount: ExternalAccount | null): string {
  if (!externalAccount || externalAccount.isOfEnvironment) return directory;
  const { kid, hmacKey } = externalAccount;
  const digest = createHash("sha256")
    .update(JSON.stringify([kid, hmacKey.reveal()]))
    .digest("hex");
  return `${directory}#${digest.slice(0, 16)}`;
}
