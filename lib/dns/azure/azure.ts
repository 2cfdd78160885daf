import { z } from "zod";
import { ApiError, type ApiIdentity, apiFailure, checkByZones, shaped } from "@/lib/dns/hosted/http";
import { hostedProvider, type ListedZone, oneByOne, publicOf } from "@/lib/dns/hosted/provider";
import type { Metadata, ProviderDefinition } from "@/lib/dns/provider-definition";
import { withoutDot } from "@/lib/dns/record-data";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { plainValue } from "@/lib/model/settings";
import { type AzureApi, azureApi } from "./api";
import {
  credentialsKey,
  groupKey,
  isAmbient,
  keys,
  missingKeys,
  secretKey,
  subscriptionKey,
} from "./metadata-keys";
import { changeRecordSets, listRecordSets } from "./record-sets";
import { texts } from "./texts";

const title = "Azure DNS";
const maxSingleReads = 8;

/** Azure's public DNS zones, accessed with a service principal's secret or the workload identity of Lamia's pod. */
export const azure: ProviderDefinition = {
  id: "azure",
  title,
  keys,
  permissions: texts.permissions,
  missing: missingKeys,
  isAmbient,
  create(metadata, options) {
    const api = azureApi(metadata, options);
    const identity = identityOf(metadata);
    return hostedProvider({
      title,
      listZones: () => listZones(api),
      createZone: (apex) => createZone(api, apex),
      list: (zone, name) => listRecordSets(api, zone, name),
      change: (zone, deletions, additions, read) =>
        changeRecordSets({ api, zone, read }, deletions, additions),
      explain: (thrown) => apiFailure(thrown, identity),
      isZoneGone: (thrown) => thrown instanceof ApiError && thrown.status === 404,
      maxSingleReads,
      // A zone accepts at least 40 writes a minute.
      gathering: oneByOne,
    });
  },
  check(metadata, options) {
    const api = azureApi(metadata, options);
    return checkByZones(async () => publicOf(await listZones(api)), identityOf(metadata));
  },
};

/** What the login server answers to a wrong secret, client or tenant, in some cases with status 400. */
const loginCodes = ["invalid_client", "unauthorized_client", "invalid_request", "invalid_grant"];

function identityOf(metadata: Metadata): ApiIdentity {
  const identity: ApiIdentity = {
    provider: title,
    key: isAmbient(metadata) ? credentialsKey.key : secretKey.key,
    permissions: texts.permissions,
    meaningOf(error) {
      if (error.status === 404) {
        const [subscription = "", group = ""] = [subscriptionKey, groupKey].map(({ key }) =>
          plainValue(metadata, key),
        );
        return new Failure("refused", texts.noSuchGroup({ subscription, group }), {
          remedy: texts.correctGroup,
          cause: error,
        });
      }
      const isLogin = error.codes.some((code) => loginCodes.includes(code));
      if (!isLogin || error.status === 401) return undefined;
      return apiFailure(new ApiError({ status: 401, codes: error.codes, cause: error }), identity);
    },
  };
  return identity;
}

const zone = z.object({
  name: z.string().min(1),
  properties: z.object({
    nameServers: z.array(z.string()).default([]),
    zoneType: z.string().default("Public"),
  }),
});

/** The zones of the resource group. */
async function listZones(api: AzureApi): Promise<ListedZone[]> {
  return (await api.list("")).map(zoneOf);
}

/** A zone is named after its domain, so there is only one in a group; if it already exists, returns that one. */
export async function createZone(api: AzureApi, apex: string): Promise<Zone> {
  const path = `/${encodeURIComponent(apex)}`;
  try {
    const asked = { json: { location: "global" }, condition: { "if-none-match": "*" } } as const;
    return zoneOf(await api.send("PUT", path, asked));
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.status !== 412) throw thrown;
    return zoneOf(await api.send("GET", path));
  }
}

/** Throws for a zone that can't be read: without it, another zone would be the longest match. */
function zoneOf(found: unknown): ListedZone {
  const { name, properties } = shaped(zone, found);
  const apex = withoutDot(name);
  const isPrivate = properties.zoneType === "Public" ? {} : { isPrivate: true as const };
  return { id: apex, apex, nameServers: properties.nameServers.map(withoutDot).sort(), ...isPrivate };
}
