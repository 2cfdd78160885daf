import type { z } from "zod";
import type { DnsProvider } from "@/lib/gateway/world";

/** The key-value settings of a virtual cluster, secret ones included. Never logged. */
export type Metadata = Readonly<Record<string, string | undefined>>;

/** One metadata key that a provider reads: what a form draws and what a value must look like. */
export interface MetadataKey {
  key: string;
  label: string;
  help: string;
  placeholder: string;
  /** Secret values are write-only: kept in a Secret, masked on reading. */
  secret: boolean;
  /** `json-file`: the content of a file, pasted or dropped. */
  kind: "text" | "json-file" | "url";
  /** The values there are, where they are few. */
  choices?: readonly string[];
  schema: z.ZodType<string>;
  /** What may be shown of a secret value; null when the value is not valid. */
  summary?(value: string): Record<string, string> | null;
}

export type CheckResult =
  | { ok: true; note: string; warning?: string }
  | { ok: false; key?: string; note: string; remedy: string };

/** Where providers are reached; settings of the installation, never of a user. */
export interface ProviderOptions {
  /** `https://dns.googleapis.com` */
  googleDnsEndpoint: string;
  /** `https://oauth2.googleapis.com/token` */
  googleTokenEndpoint: string;
}

/** A DNS provider as data. A new one is a file with such a definition and a line in the registry. */
export interface ProviderDefinition {
  id: string;
  title: string;
  keys: readonly MetadataKey[];
  /** True when every key that the provider needs is set, be it valid or not. */
  configured(metadata: Metadata): boolean;
  /** Throws `unconfigured` when a value is not valid. */
  create(metadata: Metadata, options: ProviderOptions): DnsProvider;
  /** Calls the provider with these settings; changes nothing and never throws. */
  check(metadata: Metadata, options: ProviderOptions): Promise<CheckResult>;
}
