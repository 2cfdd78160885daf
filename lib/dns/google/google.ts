import type { DNS } from "@google-cloud/dns";
import type { Metadata, ProviderDefinition, ProviderOptions } from "@/lib/dns/provider-definition";
import { Failure } from "@/lib/gateway/failure";
import type { DnsProvider } from "@/lib/gateway/world";
import { hostedProvider } from "../hosted/provider";
import { checkGoogle } from "./check";
import { googleDns } from "./client";
import { GoogleError, type GoogleIdentity, googleFailure } from "./failure";
import { parseServiceAccount, permissions, projectKey, serviceAccountKey } from "./metadata-keys";
import { changeRecordSets, listRecordSets } from "./record-sets";
import { createZone, listZones } from "./zones";

const title = "Google Cloud DNS";
/** Names that are asked for together: more than this are looked up by one listing of the zone. */
const maxSingleReads = 16;

/** Google Cloud DNS v1 by a service account's key. */
export const google: ProviderDefinition = {
  id: "google",
  title,
  keys: [projectKey, serviceAccountKey],
  permissions,
  create(metadata, options) {
    const { project, account, dns } = connect(metadata, options);
    return googleProvider(dns, { project, account: account.account });
  },
  async check(metadata, options) {
    const { project, account, dns } = connect(metadata, options);
    return checkGoogle(dns, { project, account: account.account, home: account.project });
  },
};

function connect(metadata: Metadata, { googleDnsEndpoint, googleTokenEndpoint }: ProviderOptions) {
  const project = projectKey.schema.parse(metadata[projectKey.key]);
  const parsed = parseServiceAccount(metadata[serviceAccountKey.key] ?? "");
  if (!parsed.ok) throw new Failure("unconfigured", `${serviceAccountKey.key}: ${parsed.mistake}`);
  const endpoints = { dnsEndpoint: googleDnsEndpoint, tokenEndpoint: googleTokenEndpoint };
  return { project, account: parsed.value, dns: googleDns(parsed.value, project, endpoints) };
}

function googleProvider(dns: DNS, identity: GoogleIdentity): DnsProvider {
  return hostedProvider({
    title,
    listZones: () => listZones(dns),
    createZone: (apex) => createZone(dns, apex),
    list: ({ id }, name) => listRecordSets(dns, id, name),
    change: ({ id }, deletions, additions) => changeRecordSets(dns, id, deletions, additions),
    explain: (thrown) => googleFailure(thrown, identity),
    isZoneGone: (thrown) => thrown instanceof GoogleError && thrown.status === 404,
    maxSingleReads,
  });
}
