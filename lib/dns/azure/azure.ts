import { Failure } from "@/lib/gateway/failure";
import { type ApiIdentity, apiFailure, checkByZones } from "../hosted/failure";
import { ApiError } from "../hosted/http";
import { hostedProvider } from "../hosted/provider";
import type { Metadata, ProviderDefinition } from "../provider-definition";
import { azureApi } from "./api";
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
import { createZone, listZones } from "./zones";

const title = "Azure DNS";
const maxSingleReads = 8;
/** Each record set is a request of its own, so nobody's change waits for others; a zone takes 40 writes a minute or more. */
const gathering = {
  gatherMs: 0,
  maxRecordSets: 1,
  burst: 20,
  intervalMs: 250,
  longestIntervalMs: 1_000,
  calmCallers: 20,
  removalPatienceMs: 0,
};

/** Azure's public DNS zones, by a service principal's secret or the workload identity of Lamia's pod. */
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
      gathering,
    });
  },
  check(metadata, options) {
    const api = azureApi(metadata, options);
    return checkByZones(() => listZones(api), identityOf(metadata));
  },
};

/** What the login server says to a wrong secret, client or tenant, some of it with status 400. */
const loginCodes = ["invalid_client", "unauthorized_client", "invalid_request", "invalid_grant"];

function identityOf(metadata: Metadata): ApiIdentity {
  const identity: ApiIdentity = {
    provider: title,
    key: isAmbient(metadata) ? credentialsKey.key : secretKey.key,
    permissions: texts.permissions,
    meaningOf(error) {
      if (error.status === 404) {
        const [subscription = "", group = ""] = [subscriptionKey, groupKey].map(({ key }) => metadata[key]);
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
