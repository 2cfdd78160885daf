import { z } from "zod";
import { apiFailure } from "@/lib/dns/hosted/http";
import type { DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import { parentName } from "@/lib/gateway/dns/zones";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { plainValue } from "@/lib/model/settings";
import { ApiError } from "../hosted/http";
import { hostedProvider } from "../hosted/provider";
import type { Metadata, MetadataKey, ProviderDefinition, ProviderOptions } from "../provider-definition";
import { withoutDot } from "../record-data";
import { createResolver } from "../resolver";
import { isWithin } from "../resolver/message";
import { type DomainFilter, otherVersion, type WebhookApi, webhookApi } from "./api";
import { changeRecords, heldInZone } from "./records";
import { texts } from "./texts";

const namePattern = { source: "[a-z0-9]([a-z0-9-]*[a-z0-9])?", mistake: texts.providerMistake };
const domain = "[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+\\.?";
const zonesPattern = { source: `\\s*${domain}(?:\\s*,\\s*${domain})*\\s*`, mistake: texts.zonesMistake };
const whole = ({ source, mistake }: { source: string; mistake: string }) =>
  z.string().regex(new RegExp(`^${source}$`), mistake);

const providerKey = {
  key: "webhook_provider",
  label: texts.provider,
  help: texts.providerHelp,
  placeholder: "hetzner",
  secret: false,
  kind: "text",
  pattern: namePattern,
  schema: whole(namePattern),
} as const satisfies MetadataKey;

const zonesKey = {
  key: "webhook_zones",
  label: texts.zones,
  help: texts.zonesHelp,
  placeholder: "example.net, example.org",
  secret: false,
  kind: "text",
  optional: true,
  pattern: zonesPattern,
  schema: whole(zonesPattern),
} as const satisfies MetadataKey;

/** Any provider that runs as an external-dns webhook, next to Lamia or as a Service. */
export const webhook: ProviderDefinition = {
  id: "webhook",
  title: texts.title,
  keys: [providerKey, zonesKey],
  permissions: texts.permissions,
  create: (metadata, options) => webhookProvider(settingsOf(metadata, options)),
  async check(metadata, options) {
    try {
      const { api, title } = settingsOf(metadata, options);
      const explained = async <Result>(asked: Promise<Result>) =>
        asked.catch((thrown: unknown): never => {
          throw explain(thrown, title);
        });
      const { domains } = await explained(api.negotiate());
      // The first time that its credentials are used.
      await explained(api.records());
      const named = domains.length > 0 ? domains.toSorted().join(", ") : texts.anyDomain;
      return { ok: true, note: texts.accepted({ provider: title, domains: named }) };
    } catch (thrown) {
      const { message: note, remedy = texts.tryAgain } = explain(thrown, texts.title);
      return { ok: false, key: providerKey.key, note, remedy };
    }
  },
};

interface Settings {
  api: WebhookApi;
  title: string;
  zones: readonly string[];
  resolver: Pick<Resolver, "delegation">;
}

/** The installation sets the URLs: a virtual cluster names one of them, and can't send requests elsewhere. */
function settingsOf(metadata: Metadata, { endpoints = {}, resolver }: ProviderOptions): Settings {
  const name = plainValue(metadata, providerKey.key) ?? "";
  const url = endpoints[`webhook-${name}`];
  const zones = (plainValue(metadata, zonesKey.key) ?? "").split(",").map(withoutDot).filter(Boolean);
  return {
    api: url === undefined ? unknownWebhook(name, endpoints) : webhookApi(url),
    title: texts.named({ name }),
    zones: [...new Set(zones)],
    resolver: resolver ?? createResolver(),
  };
}

function unknownWebhook(name: string, endpoints: Readonly<Record<string, string>>): WebhookApi {
  const names = Object.keys(endpoints).flatMap((id) => /^webhook-(.+)$/.exec(id)?.[1] ?? []);
  const known = names.length > 0 ? names.join(", ") : texts.none;
  const remedy = texts.unknownWebhookRemedy({ name, known });
  const refuse = () =>
    Promise.reject(new Failure("unconfigured", texts.unknownWebhook({ name }), { remedy }));
  return { negotiate: refuse, records: refuse, adjust: refuse, apply: refuse };
}

function explain(thrown: unknown, provider: string): Failure {
  if (thrown instanceof ApiError && thrown.codes.includes(otherVersion))
    return new Failure("unreachable", texts.otherVersion({ provider }), {
      remedy: texts.otherVersionRemedy,
      retryAfterSeconds: retrySeconds,
    });
  if (thrown instanceof ApiError && (thrown.status === 401 || thrown.status === 403))
    return new Failure("refused", texts.forbidden({ provider, status: thrown.status }), {
      remedy: texts.forbiddenRemedy,
    });
  if (thrown instanceof ApiError && thrown.status >= 500)
    return new Failure("unreachable", texts.failed({ provider, status: thrown.status }), {
      cause: thrown,
      retryAfterSeconds: thrown.retryAfterSeconds ?? retrySeconds,
    });
  return apiFailure(thrown, { provider, key: providerKey.key, permissions: texts.permissions });
}

const retrySeconds = 10;
const notServed = "NOT_SERVED";
const keptMs = 30_000;

function webhookProvider({ api, title, zones: listed, resolver }: Settings): DnsProvider {
  const known = new Map<string, { zone: Zone; atMs: number }>();
  let filter: { domains: Promise<DomainFilter>; atMs: number } | undefined;

  function negotiated(fresh: boolean): Promise<DomainFilter> {
    if (!fresh && filter && Date.now() - filter.atMs < keptMs) return filter.domains;
    const mine = { domains: api.negotiate(), atMs: Date.now() };
    filter = mine;
    mine.domains.catch(() => {
      if (filter === mine) filter = undefined;
    });
    return mine.domains;
  }

  /**
   * A webhook has no list of zones and no name servers: the parent zone says whether there is a zone, and which servers it has.
   * Throws `unreachable` if no server of the parent zone answers and the caller asks for that zone.
   */
  async function learn(apex: string, fresh: boolean, holding: string | null): Promise<void> {
    const kept = known.get(apex);
    if (!fresh && kept && Date.now() - kept.atMs < keptMs) return;
    const { parent, answers } = await resolver.delegation(apex);
    const nameServers = [...new Set(answers.flatMap(({ values }) => values ?? []))].sort();
    if (nameServers.length > 0) known.set(apex, { zone: { id: apex, apex, nameServers }, atMs: Date.now() });
    else if (answers.some(({ values }) => values !== null)) known.delete(apex);
    // Nothing is proved. What was known stays; otherwise, whoever cleans up would believe that there is nothing.
    else if (!kept && (holding === null || isWithin(holding, apex)))
      throw new Failure("unreachable", texts.parentSilent({ parent: parentName(parent), zone: apex }), {
        retryAfterSeconds: retrySeconds,
      });
  }

  const provider = hostedProvider({
    title,
    listZones: async () => [...known.values()].map(({ zone }) => zone),
    async createZone(apex) {
      const named = { apex, provider: title };
      const isServed =
        (await negotiated(true)).matches(apex) && (listed.length === 0 || listed.includes(apex));
      const [note, remedy] = isServed
        ? [texts.cannotCreate(named), texts.cannotCreateRemedy(named)]
        : [texts.notServed(named), texts.notServedRemedy(named)];
      throw new Failure("rejected", note, { remedy });
    },
    async list({ apex }, name) {
      const { domains, matches } = await negotiated(false);
      const isTaken = matches(apex) || domains.some((each) => isWithin(each, apex));
      if (!isTaken || (listed.length > 0 && !listed.includes(apex)))
        throw new ApiError({ status: 404, codes: [notServed] });
      return heldInZone(await api.records(), apex, name);
    },
    change: (_zone, deletions, additions, read) =>
      changeRecords({ api, provider: title, read }, deletions, additions),
    explain: (thrown) => explain(thrown, title),
    isZoneGone: (thrown) => thrown instanceof ApiError && thrown.codes.includes(notServed),
    // There is only one listing, and it has everything.
    maxSingleReads: 0,
    gathering: { maxRecordSets: 100, longestIntervalMs: 1_000, removalPatienceMs: 1_000 },
    // Servers answer 500 because of a single member that they don't accept.
    isDivisible: ({ kind, cause }) =>
      kind === "rejected" || (cause instanceof ApiError && cause.status === 500),
  });

  return {
    ...provider,
    async zones({ fresh = false, holding } = {}) {
      try {
        const { domains, matches } = await negotiated(fresh);
        const name = holding === undefined ? null : withoutDot(holding).replace(/^\*\./, "");
        if (listed.length > 0) {
          await Promise.all(listed.map((apex) => learn(apex, fresh, name)));
          return listed.flatMap((apex) => known.get(apex)?.zone ?? []);
        }
        if (name !== null && matches(name)) {
          // The closest zone above any name below it is the zone that holds it.
          const { parent } = await resolver.delegation(`_zone.${name}`);
          if (parent.includes(".")) await learn(parent, fresh, name);
        } else if (name === null) await Promise.all(domains.map((apex) => learn(apex, fresh, name)));
      } catch (thrown) {
        throw explain(thrown, title);
      }
      return [...known.values()].map(({ zone }) => zone);
    },
  };
}
