import type { z } from "zod";
import type { DnsProvider, Resolver } from "@/lib/gateway/dns/ports";

/** The key-value settings of a virtual cluster, secret ones included. Never logged. */
export type Metadata = Readonly<Record<string, string | undefined>>;

/** Where the settings of a provider are stored: in the metadata of the virtual cluster, or in the installation's. */
export type ProviderSource = "virtual-cluster" | "installation";

/** One metadata key that a provider reads: what a form draws and what a value must look like. */
export interface MetadataKey {
  key: string;
  label: string;
  help: string;
  placeholder: string;
  /** Secret values are write-only: kept in a Secret, masked on reading. */
  secret: boolean;
  /** `json-file` and `text-file`: the content of a file, of any number of lines, pasted or dropped. */
  kind: "text" | "json-file" | "text-file" | "url";
  /** The provider works without it. */
  optional?: boolean;
  /** The values there are, where they are few. */
  choices?: readonly string[];
  /** `text`: what the form checks before it sends the value. */
  pattern?: ValuePattern;
  /** `json-file`: what the form can tell about the file before it sends it. The schema looks closer. */
  file?: JsonFile;
  schema: z.ZodType<string>;
  /** What to do about a value that is not valid; by default, to correct the key. */
  remedy?: string;
  /** What may be shown of a secret value; null when the value is not valid. */
  summary?(value: string): Record<string, string> | null;
}

export interface ValuePattern {
  /** A regular expression that the whole value matches. */
  source: string;
  mistake: string;
}

/** The shape of a JSON file, as data: the browser reads a file by it and keeps nothing but what `shows` names. */
export interface JsonFile {
  /** In a sentence: "service account key". */
  name: string;
  /** The field that says what a file is, where there is one. */
  type?: { field: string; value: string; others: Readonly<Record<string, string>> };
  /** Fields that hold a text, and what it looks like. */
  fields: readonly { name: string; pattern?: ValuePattern }[];
  /** Fields that may be shown once the file is recognized. */
  shows: readonly string[];
  /** Metadata keys that take the value of a field while they have none of their own. */
  fills: Readonly<Record<string, string>>;
}

export type CheckResult =
  | { ok: true; note: string; warning?: string }
  | { ok: false; key?: string; note: string; remedy: string };

/** What acme-dns gives for one challenge name; whoever has it can write its TXT records. */
export interface AcmeDnsAccount {
  username: string;
  password: string;
  /** Where the CNAME record leads. */
  fulldomain: string;
  subdomain: string;
}

/** Where accounts are kept: in Secrets, one for each server and challenge name. */
export interface AcmeDnsAccounts {
  read(server: string, name: string): Promise<AcmeDnsAccount | null>;
  /** Returns the account that is kept from now on: another process may have been first. */
  save(server: string, name: string, account: AcmeDnsAccount): Promise<AcmeDnsAccount>;
}

/** Where providers are reached; settings of the installation, never of a user. */
export interface ProviderOptions {
  /** `https://dns.googleapis.com` */
  googleDnsEndpoint: string;
  /** `https://oauth2.googleapis.com/token` */
  googleTokenEndpoint: string;
  /** Base URLs in place of the providers' own, by the provider's id. */
  endpoints?: Readonly<Record<string, string>>;
  /** Virtual clusters, too, may use the identity that Lamia's own pod has at a cloud. */
  ambientCredentials?: boolean;
  /** For providers that cannot say which zones there are; by default one that begins at IANA's root servers. */
  resolver?: Resolver;
  /** For acme-dns servers: `guardedFetch` asks URLs that users name, and `accounts` keeps what the servers give. */
  acmeDns?: { guardedFetch: typeof fetch; accounts: AcmeDnsAccounts };
  /** The Azure workload identity of Lamia's pod, as Azure's webhook sets it. */
  azureIdentity?: { tenantId: string; clientId: string; tokenFile: string } | undefined;
}

/** A DNS provider as data. A new one is a file or folder with such a definition and a line in the registry. */
export interface ProviderDefinition {
  id: string;
  title: string;
  keys: readonly MetadataKey[];
  /** What the credentials must allow, in one sentence; forms and documents show it. */
  permissions: string;
  /** The keys that are still to be set; by default all that are unset and not optional. */
  missing?(metadata: Metadata): string[];
  /** The settings mean the identity that Lamia's own pod has at a cloud, which not every virtual cluster may use. */
  isAmbient?(metadata: Metadata): boolean;
  /** This and `check` get metadata from which nothing is missing, and which is valid by its schemas. */
  create(metadata: Metadata, options: ProviderOptions): DnsProvider;
  /** Calls the provider with these settings; changes nothing and never throws. */
  check(metadata: Metadata, options: ProviderOptions): Promise<CheckResult>;
}
