import { createHash } from "node:crypto";
import { z } from "zod";
import { type ChallengeType, challengeTypes, type KeyType, keyTypes } from "@/lib/gateway/model";
import { certificateScopeKey, certificateScopes } from "@/lib/model/secured-hosts";
import { keyTexts as texts } from "./key-texts";
import { directories, directoryOf } from "./named-cas";

export interface ExternalAccount {
  kid: string;
  /** base64url, as the CA provides it. */
  hmacKey: string;
  /** From the environment of the process, whose account is stored by its directory alone. */
  isOfEnvironment?: true;
}

const names = Object.keys(directories).join("|");
const httpsUrl = "https://[^\\s/?#@,]+(?:[/?][^\\s#,]*)?";
const oneCa = `(?:${names}|${httpsUrl})`;

const pattern = (source: string, mistake: string) => ({
  pattern: { source, mistake },
  schema: z.string().regex(new RegExp(`^(?:${source})$`), mistake),
});

const text = { secret: false, kind: "text", optional: true } as const;

/** The metadata keys of certificates, as data for forms. All are optional. */
export const acmeKeys = [
  {
    key: "acme_ca",
    label: texts.ca,
    help: texts.caHelp,
    placeholder: "letsencrypt",
    ...text,
    ...pattern(oneCa, texts.caMistake),
  },
  {
    key: "acme_eab_kid",
    label: texts.kid,
    help: texts.kidHelp,
    placeholder: "kid-1",
    ...text,
    ...pattern("\\S{1,500}", texts.kidMistake),
  },
  {
    key: "acme_eab_hmac",
    label: texts.hmac,
    help: texts.hmacHelp,
    placeholder: "…",
    ...text,
    secret: true,
    ...pattern("[A-Za-z0-9_+/-]{16,1000}={0,2}", texts.hmacMistake),
  },
  {
    key: "acme_profile",
    label: texts.profile,
    help: texts.profileHelp,
    placeholder: "classic",
    ...text,
    ...pattern("[A-Za-z0-9._-]{1,64}", texts.profileMistake),
  },
  {
    key: "acme_preferred_chain",
    label: texts.chain,
    help: texts.chainHelp,
    placeholder: "ISRG Root X1",
    ...text,
    ...pattern("\\S(?:.{0,198}\\S)?", texts.chainMistake),
  },
  {
    key: "acme_key_type",
    label: texts.keyType,
    help: texts.keyTypeHelp,
    placeholder: "ec-p256",
    ...text,
    choices: keyTypes,
    schema: z.enum(keyTypes, texts.keyTypeMistake),
  },
  {
    key: "acme_staging_ca",
    label: texts.staging,
    help: texts.stagingHelp,
    placeholder: "letsencrypt-staging",
    ...text,
    ...pattern(oneCa, texts.caMistake),
  },
  {
    key: "acme_challenge",
    label: texts.challenge,
    help: texts.challengeHelp,
    placeholder: "dns-01",
    ...text,
    choices: challengeTypes,
    schema: z.enum(challengeTypes, texts.challengeMistake),
  },
  {
    key: certificateScopeKey,
    label: texts.scope,
    help: texts.scopeHelp,
    placeholder: "host",
    ...text,
    choices: certificateScopes,
    schema: z.enum(certificateScopes, texts.scopeMistake),
  },
  {
    key: "acme_fallback_ca",
    label: texts.fallback,
    help: texts.fallbackHelp,
    placeholder: "letsencrypt",
    ...text,
    ...pattern(`\\s*${oneCa}(?:\\s*,\\s*${oneCa}){0,4}\\s*`, texts.fallbackMistake),
  },
] as const;

type Settings = Readonly<Record<string, string | undefined>>;

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
export function chooseCas({ own, installation, environment }: Sources): CaChoices {
  const shared = namesCa(installation) ? accountOf(installation, environment.directory) : environment;
  const isTenants = namesCa(own);
  const terms = isTenants ? own : { ...installation, ...set(own) };
  const ca: CaChoice = {
    ...(isTenants ? accountOf(own, shared.directory) : shared),
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
  const directory = settings.acme_ca ? directoryOf(settings.acme_ca) : usual;
  return { directory, externalAccount: externalAccountOf(settings) };
}

function externalAccountOf({ acme_eab_kid: kid, acme_eab_hmac: hmac }: Settings): ExternalAccount | null {
  if (!kid && !hmac) return null;
  // acme-client decodes base64url, but some CAs show the key as plain base64.
  const hmacKey = (hmac ?? "").replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return { kid: kid ?? "", hmacKey };
}

function set(settings: Settings): Settings {
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
    .update(JSON.stringify([kid, hmacKey]))
    .digest("hex");
  return `${directory}#${digest.slice(0, 16)}`;
}
