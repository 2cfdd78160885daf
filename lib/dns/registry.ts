import { createHash } from "node:crypto";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import { chosenProviderKey } from "@/lib/model/dns-choice";
import { plainValue, revealed } from "@/lib/model/settings";
import { azure } from "./azure/azure";
import { cloudflare } from "./cloudflare/cloudflare";
import { digitalocean } from "./digitalocean/digitalocean";
import { google } from "./google/google";
import { manual } from "./manual/manual";
import type {
  CheckResult,
  Metadata,
  ProviderDefinition,
  ProviderOptions,
  ProviderSource,
} from "./provider-definition";
import { rfc2136 } from "./rfc2136/rfc2136";
import { route53 } from "./route53/route53";
import { texts } from "./texts";
import { webhook } from "./webhook/webhook";

/** Every provider that Lamia knows, by ID. `choose-provider.ts` decides which one serves a host. */
export const providers = {
  google,
  route53,
  cloudflare,
  azure,
  digitalocean,
  rfc2136,
  webhook,
  manual,
} as const satisfies Record<string, ProviderDefinition>;

export interface ProviderRegistry {
  /**
   * The first provider whose keys are all set, or the given one. Never throws: without usable settings, the provider that it
   * returns throws `unconfigured` when called.
   */
  providerFor(metadata: Metadata, from?: ProviderSource, definition?: ProviderDefinition): DnsProvider;
  /** Asks every provider whose keys are all set. */
  check(metadata: Metadata, from?: ProviderSource): Promise<CheckResult>;
}

/** Beyond this many, instances are created again: this limits memory, not the number of virtual clusters. */
const maxInstances = 1_000;

/**
 * Virtual clusters with the same settings share an instance, and with it caches and gathered writes.
 * Instances are found by a hash of the settings, so a rotated key is used from the next call.
 */
export function createProviderRegistry(options: ProviderOptions): ProviderRegistry {
  const instances = new Map<string, DnsProvider>();
  /**
   * With the identity of Lamia's pod, a tenant could write into any zone that it reaches, or assume roles that trust it. So
   * only the installation's own settings may use it, unless the installation allows it for everybody.
   */
  const mayUse = (definition: ProviderDefinition, metadata: Metadata, from: ProviderSource) =>
    from === "installation" || options.ambientCredentials || !definition.isAmbient?.(metadata);
  const { guard: _, ...unguarded } = options;
  const optionsFor = (from: ProviderSource) => (from === "installation" ? unguarded : options);
  async function checkOne(
    definition: ProviderDefinition,
    metadata: Metadata,
    from: ProviderSource,
  ): Promise<CheckResult> {
    const wrong = firstMistake(definition, metadata, from);
    if (wrong) return { ok: false, key: wrong.key, note: wrong.mistake, remedy: wrong.remedy };
    if (!mayUse(definition, metadata, from)) {
      const { message, remedy = "" } = notAmbient(definition);
      return { ok: false, note: message, remedy };
    }
    return definition.check(metadata, optionsFor(from));
  }
  return {
    providerFor(metadata, from = "virtual-cluster", definition = definitionFor(metadata)) {
      if (!definition) return unconfiguredProvider(missing(metadata, from));
      if (!mayUse(definition, metadata, from))
        return unconfiguredProvider(notAmbient(definition), definition.title);
      const known = fingerprint(definition, metadata);
      const id = definition.isGuarded ? `${known} of ${from}` : known;
      const mistakenId = `${id} ${from}`;
      const kept = instances.get(id) ?? instances.get(mistakenId);
      if (kept) return kept;
      const wrong = firstMistake(definition, metadata, from);
      const made = wrong ? mistaken(definition, wrong) : definition.create(metadata, optionsFor(from));
      const oldest = instances.size >= maxInstances ? instances.keys().next().value : undefined;
      if (oldest) instances.delete(oldest);
      instances.set(wrong ? mistakenId : id, made);
      return made;
    },
    async check(metadata, from = "virtual-cluster") {
      const definitions = definitionsFor(metadata);
      if (definitions.length === 0) {
        const failure = missing(metadata, from);
        return { ok: false, note: failure.message, remedy: failure.remedy ?? "" };
      }
      const results = await Promise.all(definitions.map((each) => checkOne(each, metadata, from)));
      const refused = results.find(({ ok }) => !ok);
      const [first] = results;
      if (refused || !first || results.length === 1) return refused ?? (first as CheckResult);
      const warning = results.map((each) => (each.ok ? each.warning : undefined)).find(Boolean);
      const note = definitions.map(({ title }, at) => `${title}: ${results[at]?.note}`).join(" ");
      return { ok: true, note, ...(warning ? { warning } : {}) };
    },
  };
}

/** The first provider whose keys are all set, whether valid or not. */
function definitionFor(metadata: Metadata): ProviderDefinition | undefined {
  return definitionsFor(metadata)[0];
}

/** All providers whose keys are all set, in the order of the registry; or only the one that `dns_provider` names. */
export function definitionsFor(metadata: Metadata): ProviderDefinition[] {
  const chosen = plainValue(metadata, chosenProviderKey);
  return Object.values<ProviderDefinition>(providers).filter(
    (definition) => (!chosen || definition.id === chosen) && missingKeys(definition, metadata).length === 0,
  );
}

function missingKeys(definition: ProviderDefinition, metadata: Metadata): string[] {
  const { keys, missing } = definition;
  return missing
    ? missing(metadata)
    : keys.filter(({ key, optional }) => !optional && !metadata[key]).map(({ key }) => key);
}

interface Mistake {
  key: string;
  mistake: string;
  remedy: string;
}

function firstMistake(
  { keys }: ProviderDefinition,
  metadata: Metadata,
  from: ProviderSource,
): Mistake | undefined {
  for (const { key, schema, remedy = texts.correctKey({ key, from }) } of keys) {
    const parsed = metadata[key] ? schema.safeParse(revealed(metadata, key)) : undefined;
    const mistake = parsed?.error?.issues[0]?.message ?? texts.notValid;
    if (parsed && !parsed.success) return { key, mistake, remedy };
  }
  return undefined;
}

function mistaken({ title }: ProviderDefinition, { key, mistake, remedy }: Mistake): DnsProvider {
  return unconfiguredProvider(new Failure("unconfigured", `${key}: ${mistake}`, { remedy }), title);
}

function notAmbient({ title }: ProviderDefinition): Failure {
  return new Failure("unconfigured", texts.ambientNotAllowed({ provider: title }), {
    remedy: texts.ambientNotAllowedRemedy,
  });
}

/** Names the keys that still have to be set, for the provider that the user has started with. */
function missing(metadata: Metadata, from: ProviderSource): Failure {
  const all = Object.values<ProviderDefinition>(providers);
  const chosen = plainValue(metadata, chosenProviderKey);
  const named = all.find(({ id }) => id === chosen);
  if (chosen && !named)
    return new Failure("unconfigured", texts.unknownProvider({ id: chosen }), {
      remedy: texts.unknownProviderRemedy({ ids: all.map(({ id }) => id).join(", ") }),
    });
  const begun = named ?? all.find(({ keys }) => keys.some(({ key }) => metadata[key]));
  if (begun) {
    const keys = missingKeys(begun, metadata);
    return new Failure(
      "unconfigured",
      texts.keysMissing({ provider: begun.title, count: keys.length, keys: keys.join(", ") }),
      {
        remedy: texts.addKeys({ keys: keys.join(", "), from }),
      },
    );
  }
  const choices = all.map((definition) =>
    texts.keysFor({ keys: missingKeys(definition, {}).join(", "), provider: definition.title }),
  );
  return new Failure("unconfigured", texts.noProvider({ from }), {
    remedy: texts.addProvider({ choices: choices.join("; "), from }),
  });
}

function fingerprint(definition: ProviderDefinition, metadata: Metadata): string {
  const values = definition.keys.map(({ key }) => revealed(metadata, key) ?? null);
  return createHash("sha256")
    .update(JSON.stringify([definition.id, values]))
    .digest("hex");
}

/** Takes the place of a provider that can't be created; every call throws the reason. */
export function unconfiguredProvider(reason: Failure, title = texts.provider): DnsProvider {
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
