import { createHash } from "node:crypto";
import { Failure } from "@/lib/gateway/failure";
import type { DnsProvider } from "@/lib/gateway/world";
import { google } from "./google/google";
import type { CheckResult, Metadata, ProviderDefinition, ProviderOptions } from "./provider-definition";

/** Every provider that Lamia knows, by id. The first one whose keys are set serves a virtual cluster. */
export const providers = { google } as const satisfies Record<string, ProviderDefinition>;

export interface ProviderRegistry {
  /** Never throws: without usable settings, what is returned throws `unconfigured` when it is called. */
  providerFor(metadata: Metadata): DnsProvider;
  check(metadata: Metadata): Promise<CheckResult>;
}

/** Instances beyond this many are made anew: a bound on memory, not on virtual clusters. */
const maxInstances = 1_000;

/**
 * Virtual clusters with the same settings share one instance, and with it caches and gathered writes.
 * Instances are known by a hash of the settings, so a rotated key is used from the next call on.
 */
export function createProviderRegistry(options: ProviderOptions): ProviderRegistry {
  const instances = new Map<string, DnsProvider>();
  return {
    providerFor(metadata) {
      const definition = definitionFor(metadata);
      if (!definition) return unconfiguredProvider(missing(metadata));
      const id = fingerprint(definition, metadata);
      const known = instances.get(id);
      if (known) return known;
      const made = createOrExplain(definition, metadata, options);
      const oldest = instances.size >= maxInstances ? instances.keys().next().value : undefined;
      if (oldest) instances.delete(oldest);
      instances.set(id, made);
      return made;
    },
    async check(metadata) {
      const definition = definitionFor(metadata);
      if (definition) return definition.check(metadata, options);
      const failure = missing(metadata);
      return { ok: false, note: failure.message, remedy: failure.remedy ?? "" };
    },
  };
}

function definitionFor(metadata: Metadata): ProviderDefinition | undefined {
  return Object.values<ProviderDefinition>(providers).find((definition) => definition.configured(metadata));
}

function createOrExplain(
  definition: ProviderDefinition,
  metadata: Metadata,
  options: ProviderOptions,
): DnsProvider {
  try {
    return definition.create(metadata, options);
  } catch (thrown) {
    if (thrown instanceof Failure) return unconfiguredProvider(thrown, definition.title);
    throw thrown;
  }
}

/** Names the keys that are still to be set, of the provider that the user has begun with. */
function missing(metadata: Metadata): Failure {
  const all = Object.values<ProviderDefinition>(providers);
  const begun = all.find(({ keys }) => keys.some(({ key }) => metadata[key]));
  if (begun) {
    const keys = begun.keys.filter(({ key }) => !metadata[key]).map(({ key }) => key);
    return new Failure("unconfigured", `${begun.title} is not set up: ${keys.join(" and ")} is missing.`, {
      remedy: `Add ${keys.join(" and ")} to the metadata of the virtual cluster.`,
    });
  }
  const choices = all.map(({ title, keys }) => `${keys.map(({ key }) => key).join(" and ")} for ${title}`);
  return new Failure("unconfigured", "The virtual cluster has no DNS provider.", {
    remedy: `Add metadata to the virtual cluster: ${choices.join(", or ")}.`,
  });
}

function fingerprint(definition: ProviderDefinition, metadata: Metadata): string {
  const values = definition.keys.map(({ key }) => metadata[key] ?? null);
  return createHash("sha256")
    .update(JSON.stringify([definition.id, values]))
    .digest("hex");
}

/** Stands in for a provider that cannot be made; every call throws the reason. */
export function unconfiguredProvider(reason: Failure, title = "DNS provider"): DnsProvider {
  const refuse = () => Promise.reject(reason);
  return {
    title,
    zones: refuse,
    createZone: refuse,
    read: refuse,
    readAll: refuse,
    records: refuse,
    change: refuse,
  };
}
