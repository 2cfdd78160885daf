import { ApiError, type ApiIdentity, apiFailure, checkByZones } from "@/lib/dns/hosted/http";
import { hostedProvider, publicOf } from "@/lib/dns/hosted/provider";
import type { Metadata, ProviderDefinition, ProviderOptions } from "@/lib/dns/provider-definition";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { plainValue } from "@/lib/model/settings";
import { type AskRoute53, noCredentials, route53Client } from "./client";
import { credentialsKey, isAmbient, keys, missingKeys, roleKey, secretKey, zoneIdKey } from "./metadata-keys";
import { aliasZoneOf, changeRecordSets, listRecordSets } from "./record-sets";
import { texts } from "./texts";
import { hostedZones } from "./zones";

const title = "Amazon Route 53";
const permissions = texts.permissions;
/** What AWS calls credentials that it doesn't accept, mostly with status 403. */
export const refusedNames = [
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
];
/** Each one is a request, and five are allowed a second. */
const maxSingleReads = 4;
/** A batch may have 1,000 changes, and a replacement is two. */
const maxRecordSets = 400;
/** A batch may have 32,000 characters of values. */
const maxDataOctets = 24_000;

/** Amazon Route 53, accessed with an access key, an assumed role, or the identity of Lamia's pod. */
export const route53: ProviderDefinition = {
  id: "route53",
  title,
  keys,
  permissions,
  missing: missingKeys,
  isAmbient,
  create: route53Provider,
  async check(metadata, options) {
    const zones = hostedZones(route53Client(metadata, options), plainValue(metadata, zoneIdKey.key));
    return checkByZones(async () => publicOf(await zones.list()), identityOf(metadata));
  },
};

function route53Provider(metadata: Metadata, options: ProviderOptions): DnsProvider {
  const ask = route53Client(metadata, options);
  const zones = hostedZones(ask, plainValue(metadata, zoneIdKey.key));
  const sync = changesInSync(ask);
  const identity = identityOf(metadata);
  const explain = (thrown: unknown) => apiFailure(thrown, identity);
  const provider = hostedProvider({
    title,
    listZones: zones.list,
    createZone: zones.create,
    list: (zone, name) => listRecordSets(ask, zone, name),
    async change(zone, deletions, additions, read) {
      sync.sent(
        [...deletions, ...additions],
        await changeRecordSets(ask, zone, { deletions, additions, read }),
      );
    },
    explain,
    isZoneGone: (thrown) => thrown instanceof ApiError && thrown.codes.includes("NoSuchHostedZone"),
    maxSingleReads,
    gathering: { maxRecordSets, maxDataOctets },
  });
  return {
    ...provider,
    canAlias: (hostname) => aliasZoneOf(hostname) !== null,
    isInSync: (_zone, name) =>
      sync.isInSync(name).catch((thrown: unknown): never => {
        throw explain(thrown);
      }),
  };
}

function identityOf(metadata: Metadata): ApiIdentity {
  const role = plainValue(metadata, roleKey.key);
  const identity: ApiIdentity = {
    provider: title,
    key: isAmbient(metadata) ? credentialsKey.key : secretKey.key,
    permissions,
    meaningOf(error) {
      const [code = ""] = error.codes;
      const options = { cause: error };
      if (code === noCredentials)
        return new Failure("refused", texts.noAmbient, { ...options, remedy: texts.noAmbientRemedy });
      if (refusedNames.includes(code) && error.status !== 401)
        return apiFailure(new ApiError({ status: 401, cause: error }), identity);
      // STS answers AccessDenied, Route 53 itself AccessDeniedException or AccessDenied; only the former is about the role.
      if (role && code === "AccessDenied" && error.status === 403)
        return new Failure("refused", texts.roleRefused({ role }), {
          ...options,
          remedy: texts.roleRefusedRemedy,
        });
      if (code === "TooManyHostedZones")
        return new Failure("rejected", texts.tooManyZones, { ...options, remedy: texts.tooManyZonesRemedy });
      return undefined;
    },
  };
  return identity;
}

/** Between two questions about the same change; Route 53 accepts five requests a second in total. */
const askEveryMs = 2_000;
/** AWS says that changes reach all servers within 60 seconds; Lamia doesn't wait longer than this. */
const longestMs = 180_000;

interface SentChange {
  id: string;
  sentAtMs: number;
  askedAtMs: number;
}

/**
 * Which changes have reached all of Route 53's servers (GetChange: INSYNC). Each name server is many machines around the
 * world, so an answer here proves nothing about the machine that a CA asks. Changes of an earlier process are unknown; then
 * only the name servers' answers count.
 */
export function changesInSync(ask: AskRoute53, nowMs: () => number = Date.now) {
  const pending = new Map<string, SentChange>();
  return {
    sent(sets: readonly RecordSet[], id: string): void {
      const change = { id, sentAtMs: nowMs(), askedAtMs: 0 };
      for (const { name } of sets) pending.set(name, change);
    },
    async isInSync(name: string): Promise<boolean> {
      const change = pending.get(name);
      if (!change) return true;
      const now = nowMs();
      if (now - change.askedAtMs < askEveryMs) return false;
      change.askedAtMs = now;
      const { ChangeInfo } = await ask((client) => client.getChange({ Id: change.id }));
      const isDone = ChangeInfo?.Status === "INSYNC" || now - change.sentAtMs > longestMs;
      // All names of the change for which no later one was sent.
      if (isDone) for (const [each, { id }] of pending) if (id === change.id) pending.delete(each);
      return isDone;
    },
  };
}
