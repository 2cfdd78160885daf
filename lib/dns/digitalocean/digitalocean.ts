import { z } from "zod";
import { type ApiIdentity, apiFailure, checkByZones } from "../hosted/failure";
import { ApiError } from "../hosted/http";
import { hostedProvider } from "../hosted/provider";
import type { Metadata, MetadataKey, ProviderDefinition, ProviderOptions } from "../provider-definition";
import { createZone, type DigitalOceanApi, digitalOceanApi, listZones } from "./api";
import { changeRecords, listRecords } from "./records";
import { texts } from "./texts";

const title = "DigitalOcean";
const tokenPattern = { source: "dop_v1_[0-9a-f]{64}", mistake: texts.tokenMistake };

const tokenKey = {
  key: "digitalocean_token",
  label: texts.token,
  help: texts.tokenHelp,
  placeholder: "dop_v1_…",
  secret: true,
  kind: "text",
  pattern: tokenPattern,
  schema: z.string().regex(new RegExp(`^${tokenPattern.source}$`), tokenPattern.mistake),
} as const satisfies MetadataKey;

const identity: ApiIdentity = { provider: title, key: tokenKey.key, permissions: texts.permissions };

/** A page holds 200 records: a listing soon costs less than single reads. */
const maxSingleReads = 8;
/** There is no batch, so nobody's change waits for others: 250 requests a minute are allowed, and a change means four. */
const gathering = {
  gatherMs: 0,
  maxRecordSets: 1,
  burst: 20,
  intervalMs: 250,
  longestIntervalMs: 1_000,
  calmCallers: 20,
  removalPatienceMs: 0,
};

/** DigitalOcean's API v2, by a token. */
export const digitalocean: ProviderDefinition = {
  id: "digitalocean",
  title,
  keys: [tokenKey],
  permissions: texts.permissions,
  create(metadata, options) {
    const api = connect(metadata, options);
    return hostedProvider({
      title,
      listZones: () => listZones(api),
      createZone: (apex) => createZone(api, apex),
      list: (zone, name) => listRecords(api, zone, name),
      change: (zone, deletions, additions, read) => changeRecords({ api, zone, read }, deletions, additions),
      explain: (thrown) => apiFailure(thrown, identity),
      isZoneGone: (thrown) => thrown instanceof ApiError && thrown.status === 404,
      maxSingleReads,
      gathering,
    });
  },
  check: (metadata, options) => checkByZones(() => listZones(connect(metadata, options)), identity),
};

function connect(metadata: Metadata, { endpoints }: ProviderOptions): DigitalOceanApi {
  return digitalOceanApi(metadata[tokenKey.key] ?? "", endpoints?.digitalocean);
}
