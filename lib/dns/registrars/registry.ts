import { createHash } from "node:crypto";
import { Failure } from "@/lib/gateway/failure";
import type {
  RegisteredDomain,
  Registrar,
  Registrars,
  Registration,
} from "@/lib/gateway/registrar/registrar";
import { revealed } from "@/lib/model/settings";
import type {
  CheckResult,
  Metadata,
  ProviderOptions,
  ProviderSource,
  RegistrarDefinition,
} from "../provider-definition";
import { cloudflareRegistrar } from "./cloudflare";
import { namecom } from "./namecom";
import { route53Domains } from "./route53-domains";
import { texts } from "./texts";

/** Every registrar that Lamia knows, by ID. */
export const registrars = {
  namecom,
  route53domains: route53Domains,
  cloudflare: cloudflareRegistrar,
} as const satisfies Record<string, RegistrarDefinition>;

const all = Object.values<RegistrarDefinition>(registrars);

/** Of a registrar that somebody has begun to set up. */
const isBegun = ({ keys }: RegistrarDefinition, metadata: Metadata) => keys.some(({ key }) => metadata[key]);

/**
 * The settings that count: those of the virtual cluster if it has any. The installation's count only for virtual clusters that
 * also use its DNS provider: otherwise, whoever has access to one namespace could move a domain of the installation to name
 * servers of their own.
 */
export function chooseRegistrars(
  { own, installation }: { own: Metadata; installation: Metadata },
  dnsFrom: ProviderSource,
): { settings: Metadata; from: ProviderSource; definitions: RegistrarDefinition[] } {
  const isOwn = all.some((each) => isBegun(each, own));
  const [settings, from] = isOwn
    ? ([own, "virtual-cluster"] as const)
    : ([dnsFrom === "installation" ? installation : {}, "installation"] as const);
  return { settings, from, definitions: all.filter((each) => isBegun(each, settings)) };
}

export interface RegistrarRegistry {
  /** Looks a domain up in every account that is set up; null if none is. */
  finderFor(choice: ReturnType<typeof chooseRegistrars>): Pick<Registrars, "find"> | null;
  /** Asks one registrar, by ID, and names it. */
  checked(
    id: string,
    metadata: Metadata,
    from: ProviderSource,
  ): Promise<CheckResult & { provider: string | null }>;
}

const maxInstances = 1_000;
/** How old an answer may be that isn't asked for freshly: all hosts of a domain share it. */
const keptMs = 10_000;

export function createRegistrarRegistry(options: ProviderOptions): RegistrarRegistry {
  const instances = new Map<string, Registrar>();

  function problemOf(
    definition: RegistrarDefinition,
    metadata: Metadata,
    from: ProviderSource,
  ): { message: string; remedy: string; key?: string } | null {
    const { title, keys } = definition;
    for (const { key, schema, remedy = texts.correctKey({ key, from }) } of keys) {
      const wrong = metadata[key] ? schema.safeParse(revealed(metadata, key)).error : undefined;
      if (wrong)
        return {
          message: texts.mistake({ key, mistake: wrong.issues[0]?.message ?? texts.notValid }),
          remedy,
          key,
        };
    }
    const missing = missingKeys(definition, metadata);
    const named = missing.join(", ");
    if (missing.length > 0)
      return {
        message: texts.keysMissing({ registrar: title, keys: named, count: missing.length }),
        remedy: texts.addKeys({ keys: named, from }),
      };
    const mayUse = from === "installation" || options.ambientCredentials || !definition.isAmbient?.(metadata);
    return mayUse
      ? null
      : { message: texts.ambientNotAllowed({ registrar: title }), remedy: texts.ambientRemedy };
  }

  function registrarFor(
    definition: RegistrarDefinition,
    metadata: Metadata,
    from: ProviderSource,
  ): Registrar {
    const problem = problemOf(definition, metadata, from);
    if (problem) throw new Failure("unconfigured", problem.message, { remedy: problem.remedy });
    const id = createHash("sha256")
      .update(
        JSON.stringify([definition.id, Object.keys(metadata).map((key) => [key, revealed(metadata, key)])]),
      )
      .digest("hex");
    const known = instances.get(id);
    if (known) return known;
    const made = forgetful(definition.create(metadata, options));
    const oldest = instances.size >= maxInstances ? instances.keys().next().value : undefined;
    if (oldest) instances.delete(oldest);
    instances.set(id, made);
    return made;
  }

  const answers = keptAnswers();

  /** After a change, what was known is old. */
  function forgetful(registrar: Registrar): Registrar {
    const { setNameServers } = registrar;
    if (!setNameServers) return registrar;
    const made: Registrar = {
      ...registrar,
      setNameServers: (domain, nameServers) =>
        setNameServers(domain, nameServers).finally(() => answers.forget(made, domain)),
    };
    return made;
  }

  return {
    finderFor({ settings, from, definitions }) {
      if (definitions.length === 0) return null;
      return {
        async find(domain, { fresh = false } = {}) {
          const asked = await Promise.allSettled(
            definitions.map(async (definition): Promise<RegisteredDomain | null> => {
              const registrar = registrarFor(definition, settings, from);
              const registration = await answers.read(registrar, domain, fresh);
              return registration && { ...registration, registrar };
            }),
          );
          const found = asked.map((each) => (each.status === "fulfilled" ? each.value : null)).find(Boolean);
          const failed = asked.find((each) => each.status === "rejected");
          if (!found && failed) throw failed.reason;
          return found ?? null;
        },
      };
    },
    async checked(id, metadata, from) {
      const definition = all.find((each) => each.id === id);
      const ids = all.map((each) => each.id).join(", ");
      if (!definition)
        return {
          provider: null,
          ok: false,
          note: texts.unknown({ id }),
          remedy: texts.unknownRemedy({ ids }),
        };
      const { title: provider } = definition;
      const problem = problemOf(definition, metadata, from);
      if (!problem) return { ...(await definition.check(metadata, options)), provider };
      const { message: note, remedy, key } = problem;
      return { provider, ok: false, note, remedy, ...(key ? { key } : {}) };
    },
  };
}

function missingKeys({ keys, missing }: RegistrarDefinition, metadata: Metadata): string[] {
  return missing
    ? missing(metadata)
    : keys.filter(({ key, optional }) => !optional && !metadata[key]).map(({ key }) => key);
}

interface Kept {
  atMs: number;
  answer: Promise<Registration | null>;
}

/** Remembers what a registrar said for a moment, failures too: many hosts of a domain ask the same. */
function keptAnswers() {
  const kept = new WeakMap<Registrar, Map<string, Kept>>();
  return {
    read(registrar: Registrar, domain: string, fresh: boolean): Promise<Registration | null> {
      const ofRegistrar = kept.get(registrar) ?? new Map<string, Kept>();
      kept.set(registrar, ofRegistrar);
      const known = ofRegistrar.get(domain);
      if (!fresh && known && Date.now() - known.atMs < keptMs) return known.answer;
      const answer = registrar.registration(domain);
      ofRegistrar.set(domain, { atMs: Date.now(), answer });
      return answer;
    },
    forget: (registrar: Registrar, domain: string) => kept.get(registrar)?.delete(domain),
  };
}
