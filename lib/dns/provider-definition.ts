import type { LookupFunction } from "node:net";
import type { z } from "zod";
import type { DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import type { Registrar } from "@/lib/gateway/registrar/registrar";
import type { Settings } from "@/lib/model/settings";

/** The key-value settings of a virtual cluster, including secret ones, which print as a placeholder. */
export type Metadata = Settings;

/** Where the settings of a provider are stored: in the metadata of the virtual cluster, or in the installation's. */
export type ProviderSource = "virtual-cluster" | "installation";

/** One metadata key that a provider reads: how a form shows it, and what its value must look like. */
export interface MetadataKey {
  key: string;
  label: string;
  help: string;
  placeholder: string;
  /** Secret values are write-only: stored in a Secret, and masked when read. */
  secret: boolean;
  /** `json-file` and `text-file`: the content of a file with any number of lines, pasted or dropped. */
  kind: "text" | "json-file" | "text-file" | "url";
  /** The provider works without this key. */
  optional?: boolean;
  /** All possible values, if there are only a few. */
  choices?: readonly string[];
  /** `text`: what the form checks before it sends the value. */
  pattern?: ValuePattern;
  /** `json-file`: what the form can check in the file before it sends it. The schema checks more. */
  file?: JsonFile;
  schema: z.ZodType<string>;
  /** What to do about an invalid value; by default, to correct the key. */
  remedy?: string;
  /** What may be shown of a secret value; null if the value isn't valid. */
  summary?(value: string): Record<string, string> | null;
}

export interface ValuePattern {
  /** A regular expression that has to match the whole value. */
  source: string;
  mistake: string;
}

/** The shape of a JSON file, as data: the browser checks a file against it and keeps only what `shows` names. */
export interface JsonFile {
  /** In a sentence: "service account key". */
  name: string;
  /** The field that identifies the kind of file, if there is one. */
  type?: { field: string; value: string; others: Readonly<Record<string, string>> };
  /** Fields that contain text, and its pattern. */
  fields: readonly { name: string; pattern?: ValuePattern }[];
  /** Fields that may be shown once the file is recognized. */
  shows: readonly string[];
  /** Metadata keys that take their value from a field while they have none. */
  fills: Readonly<Record<string, string>>;
}

export type CheckResult =
  | { ok: true; note: string; warning?: string }
  | { ok: false; key?: string; note: string; remedy: string };

/** What acme-dns returns for one challenge name; whoever has it can write the name's TXT records. */
export interface AcmeDnsAccount {
  username: string;
  password: string;
  /** Where the CNAME record leads. */
  fulldomain: string;
  subdomain: string;
}

/** Where accounts are stored: in Secrets, one for each server and challenge name. */
export interface AcmeDnsAccounts {
  read(server: string, name: string): Promise<AcmeDnsAccount | null>;
  /** Returns the account to use from now on, because another process may have been first. */
  save(server: string, name: string, account: AcmeDnsAccount): Promise<AcmeDnsAccount>;
}

/** Which servers Lamia may connect to for a user. */
export interface ConnectGuard {
  /** Why the host isn't connected to, or null. For a name, `lookup` may still refuse. */
  problemOf(host: string): string | null;
  /** For `net.connect`: resolves only to addresses that may be connected to; otherwise its error is a `Failure`. */
  lookup: LookupFunction;
  /** What to do about a server that isn't allowed. */
  remedy: string;
}

/** Where providers are reached; set by the installation, never by a user. */
export interface ProviderOptions {
  /** `https://dns.googleapis.com` */
  googleDnsEndpoint: string;
  /** `https://oauth2.googleapis.com/token` */
  googleTokenEndpoint: string;
  /** Base URLs that replace the providers' own, by provider ID. */
  endpoints?: Readonly<Record<string, string>>;
  /** Virtual clusters may also use the identity that Lamia's own pod has at a cloud. */
  ambientCredentials?: boolean;
  /** For providers that can't list their zones; by default one that starts at IANA's root servers. */
  resolver?: Resolver;
  /** For acme-dns servers: `guardedFetch` requests URLs that users enter, and `accounts` stores what the servers return. */
  acmeDns?: { guardedFetch: typeof fetch; accounts: AcmeDnsAccounts };
  /** For servers that users enter without a URL; not set for those of the installation. */
  guard?: ConnectGuard;
  /** The Azure workload identity of Lamia's pod, as Azure's webhook sets it. */
  azureIdentity?: { tenantId: string; clientId: string; tokenFile: string } | undefined;
}

/** A DNS provider as data. To add one, add a file or folder with such a definition, and a line in the registry. */
export interface ProviderDefinition {
  id: string;
  title: string;
  keys: readonly MetadataKey[];
  /** What the credentials must allow, in one sentence; forms and documentation show it. */
  permissions: string;
  /** The keys that still have to be set; by default all that are unset and not optional. */
  missing?(metadata: Metadata): string[];
  /** The settings use the identity that Lamia's own pod has at a cloud, which not every virtual cluster may do. */
  isAmbient?(metadata: Metadata): boolean;
  /** Uses `options.guard`: an instance for the installation, which isn't guarded, serves no virtual cluster. */
  isGuarded?: true;
  /** This function and `check` get complete metadata, valid by their schemas. */
  create(metadata: Metadata, options: ProviderOptions): DnsProvider;
  /** Calls the provider with these settings. Changes nothing and never throws. */
  check(metadata: Metadata, options: ProviderOptions): Promise<CheckResult>;
}

/** A registrar as data. To add one, add a file with such a definition to `registrars`, and a line in its registry. */
export interface RegistrarDefinition
  extends Pick<
    ProviderDefinition,
    "id" | "title" | "keys" | "permissions" | "missing" | "isAmbient" | "check"
  > {
  /** Gets complete metadata, valid by their schemas. */
  create(metadata: Metadata, options: ProviderOptions): Registrar;
}
