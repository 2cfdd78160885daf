import type { DNS } from "@google-cloud/dns";
import { describedZones } from "@/lib/dns/hosted/http";
import { hostedProvider, publicOf } from "@/lib/dns/hosted/provider";
import type {
  CheckResult,
  Metadata,
  ProviderDefinition,
  ProviderOptions,
} from "@/lib/dns/provider-definition";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { plainValue, secretSetting } from "@/lib/model/settings";
import { googleDns } from "./client";
import { GoogleError, type GoogleIdentity, googleFailure } from "./failure";
import {
  credentialsKey,
  isAmbient,
  managedZoneKey,
  missingKeys,
  parseServiceAccount,
  permissions,
  projectKey,
  serviceAccountKey,
} from "./metadata-keys";
import { texts } from "./texts";
import { changeRecordSets, createZone, listRecordSets, listZones } from "./zones";

const title = "Google Cloud DNS";
/** If more names than this are needed at the same time, the zone is listed once instead. */
const maxSingleReads = 16;

/** Google Cloud DNS v1, accessed with a service account's key or the identity of Lamia's pod. */
export const google: ProviderDefinition = {
  id: "google",
  title,
  keys: [projectKey, credentialsKey, serviceAccountKey, managedZoneKey],
  permissions,
  missing: missingKeys,
  isAmbient,
  create(metadata, options) {
    const { dns, identity } = connect(metadata, options);
    return googleProvider(dns, identity, plainValue(metadata, managedZoneKey.key));
  },
  async check(metadata, options) {
    const { dns, identity, home } = connect(metadata, options);
    return checkGoogle(
      async () => publicOf(await listZones(dns, plainValue(metadata, managedZoneKey.key))),
      identity,
      home,
    );
  },
};

function connect(metadata: Metadata, { googleDnsEndpoint, googleTokenEndpoint }: ProviderOptions) {
  const project = projectKey.schema.parse(metadata[projectKey.key]);
  const endpoints = { dnsEndpoint: googleDnsEndpoint, tokenEndpoint: googleTokenEndpoint };
  if (isAmbient(metadata)) {
    const identity: GoogleIdentity = { project, account: texts.podIdentity, isAmbient: true };
    return { identity, home: project, dns: googleDns("ambient", project, endpoints) };
  }
  const parsed = parseServiceAccount(secretSetting(metadata, serviceAccountKey.key)?.reveal() ?? "");
  if (!parsed.ok) throw new Failure("unconfigured", `${serviceAccountKey.key}: ${parsed.mistake}`);
  const identity: GoogleIdentity = { project, account: parsed.value.account };
  return { identity, home: parsed.value.project, dns: googleDns(parsed.value, project, endpoints) };
}

function googleProvider(dns: DNS, identity: GoogleIdentity, onlyZone: string | undefined): DnsProvider {
  return hostedProvider({
    title,
    listZones: () => listZones(dns, onlyZone),
    async createZone(apex) {
      if (onlyZone === undefined) return createZone(dns, apex);
      throw new Failure("rejected", texts.onlyOneZone({ zone: onlyZone, apex }), {
        remedy: texts.onlyOneZoneRemedy,
      });
    },
    list: ({ id }, name) => listRecordSets(dns, id, name),
    change: ({ id }, deletions, additions) => changeRecordSets(dns, id, deletions, additions),
    explain: (thrown) => googleFailure(thrown, identity),
    isZoneGone: (thrown) => thrown instanceof GoogleError && thrown.status === 404,
    maxSingleReads,
  });
}

/**
 * Lists the zones, as a check of the credentials. Changes nothing and never throws.
 * @param home the project that the key belongs to
 */
async function checkGoogle(
  listed: () => Promise<readonly Zone[]>,
  identity: GoogleIdentity,
  home: string,
): Promise<CheckResult> {
  const { project, account, isAmbient } = identity;
  try {
    const names = (await listed()).map(({ apex }) => apex).sort();
    const zones = describedZones(names);
    return {
      ok: true,
      note: isAmbient
        ? texts.acceptedAmbient({ project, zones })
        : texts.accepted({ account, project, zones }),
      ...(home === project ? {} : { warning: texts.otherProject({ home, key: projectKey.key, project }) }),
    };
  } catch (thrown) {
    const failure = googleFailure(thrown, identity);
    const isKey = failure.kind === "refused" && !(isAmbient && blamed(thrown) === serviceAccountKey.key);
    const key = isKey ? { key: blamed(thrown) } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? texts.tryAgain };
  }
}

/** A project that Google doesn't know is a mistake in the project setting; any other refusal is about the key. */
function blamed(thrown: unknown): string {
  const status =
    typeof thrown === "object" && thrown !== null && "status" in thrown ? thrown.status : undefined;
  return status === 404 ? projectKey.key : serviceAccountKey.key;
}
