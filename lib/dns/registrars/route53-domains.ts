import type { Route53Domains } from "@aws-sdk/client-route-53-domains";
import { z } from "zod";
import { ApiError, type ApiIdentity, apiFailure } from "@/lib/dns/hosted/http";
import type {
  Metadata,
  MetadataKey,
  ProviderOptions,
  RegistrarDefinition,
} from "@/lib/dns/provider-definition";
import { withoutDot } from "@/lib/dns/record-data";
import {
  type AwsAccount,
  awsAccount,
  awsClient,
  awsConfig,
  endpointOf,
  noCredentials,
} from "@/lib/dns/route53/client";
import {
  accessKey,
  missingKeys,
  isAmbient as ofDnsIsAmbient,
  roleKey,
  secretKey,
} from "@/lib/dns/route53/metadata-keys";
import { refusedNames } from "@/lib/dns/route53/route53";
import { Failure } from "@/lib/gateway/failure";
import type { Registration } from "@/lib/gateway/registrar/registrar";
import { plainValue, secretSetting } from "@/lib/model/settings";
import { checkByDomains, explained, hasCode, namesOfPages } from "./account";
import { texts } from "./texts";

const title = "Amazon Route 53 Domains";
const sources = ["dns", "keys", "ambient"] as const;

const sourceKey = {
  key: "aws_domains_credentials",
  label: texts.awsSource,
  help: texts.awsSourceHelp,
  placeholder: "",
  secret: false,
  kind: "text",
  choices: sources,
  schema: z.enum(sources, texts.awsSourceMistake),
} as const satisfies MetadataKey;

const idKey: MetadataKey = {
  ...accessKey,
  key: "aws_domains_access_key_id",
  help: texts.awsIdHelp,
  optional: true,
};
const keyKey: MetadataKey = {
  ...secretKey,
  key: "aws_domains_secret_access_key",
  help: texts.awsSecretHelp,
  optional: true,
};
const domainsRoleKey: MetadataKey = {
  ...roleKey,
  key: "aws_domains_role_arn",
  help: texts.awsRoleHelp,
  optional: true,
};

const usesDns = (metadata: Metadata) => metadata[sourceKey.key] === "dns";

/** Amazon Route 53 Domains, with credentials of its own or with those of the DNS provider. */
export const route53Domains: RegistrarDefinition = {
  id: "route53domains",
  title,
  keys: [sourceKey, idKey, keyKey, domainsRoleKey],
  permissions: texts.awsPermissions,
  missing(metadata) {
    const source = metadata[sourceKey.key];
    if (!source) return [sourceKey.key];
    if (source === "dns") return missingKeys(metadata);
    return source === "keys" ? [idKey.key, keyKey.key].filter((key) => !metadata[key]) : [];
  },
  isAmbient: (metadata) =>
    metadata[sourceKey.key] === "ambient" || (usesDns(metadata) && ofDnsIsAmbient(metadata)),
  create(metadata, options) {
    const ask = domainsClient(metadata, options);
    const identity = identityOf(metadata);
    return {
      title,
      registration: (domain) => explained(identity, () => registrationAt(ask, domain)),
      setNameServers: (DomainName, nameServers) =>
        explained(identity, async () => {
          const Nameservers = nameServers.map((Name) => ({ Name }));
          await ask((client) => client.updateDomainNameservers({ DomainName, Nameservers }));
        }),
    };
  },
  check: (metadata, options) =>
    checkByDomains(identityOf(metadata), () => {
      const ask = domainsClient(metadata, options);
      return namesOfPages<string>(async (Marker) => {
        const page = { MaxItems: 100, ...(Marker === undefined ? {} : { Marker }) };
        const { Domains = [], NextPageMarker } = await ask((client) => client.listDomains(page));
        return { names: Domains.flatMap(({ DomainName }) => DomainName ?? []), next: NextPageMarker };
      });
    }),
};

type Ask = ReturnType<typeof domainsClient>;

function domainsClient(metadata: Metadata, { endpoints = {} }: ProviderOptions) {
  const account: AwsAccount = usesDns(metadata)
    ? awsAccount(metadata)
    : {
        isAmbient: metadata[sourceKey.key] === "ambient",
        accessKeyId: plainValue(metadata, idKey.key),
        secretAccessKey: secretSetting(metadata, keyKey.key),
        roleArn: plainValue(metadata, domainsRoleKey.key),
        externalId: undefined,
      };
  return awsClient(async (): Promise<Route53Domains> => {
    const [sdk, config] = await Promise.all([
      import("@aws-sdk/client-route-53-domains"),
      awsConfig(account, endpoints.sts),
    ]);
    return new sdk.Route53Domains({ ...config, ...endpointOf(endpoints.route53domains) });
  });
}

/** Of EPP's status codes (RFC 5731, section 2.3), those that forbid a change of name servers. */
const locking = ["clientUpdateProhibited", "serverUpdateProhibited", "pendingTransfer", "pendingDelete"];

async function registrationAt(ask: Ask, DomainName: string): Promise<Registration | null> {
  const found = await ask((client) => client.getDomainDetail({ DomainName })).catch((thrown: unknown) => {
    // A name that the account doesn't have, or that nobody can register there.
    if (thrown instanceof ApiError && hasCode(thrown, "InvalidInput", "UnsupportedTLD")) return null;
    throw thrown;
  });
  if (!found) return null;
  const { Nameservers = [], StatusList = [], DnssecKeys = [] } = found;
  return {
    nameServers: Nameservers.flatMap(({ Name }) => (Name ? withoutDot(Name) : [])),
    signers: DnssecKeys.length,
    locks: StatusList.filter((status) => locking.some((code) => code.toLowerCase() === status.toLowerCase())),
    change: await latestChange(ask, DomainName),
  };
}

const dayInMs = 86_400_000;
/** SUBMITTED and IN_PROGRESS are under way, SUCCESSFUL needs no word. */
const states = {
  SUBMITTED: "under-way",
  IN_PROGRESS: "under-way",
  ERROR: "failed",
  FAILED: "failed",
} as const;

/** Route 53 accepts a change and carries it out later, in up to three days. */
async function latestChange(ask: Ask, domain: string): Promise<Registration["change"]> {
  const { Operations = [] } = await ask((client) =>
    client.listOperations({
      SubmittedSince: new Date(Date.now() - 3 * dayInMs),
      Type: ["UPDATE_NAMESERVER"],
      SortBy: "SubmittedDate",
      SortOrder: "DESC",
      MaxItems: 100,
    }),
  );
  const latest = Operations.find(({ DomainName }) => DomainName?.toLowerCase() === domain);
  const state = states[latest?.Status as keyof typeof states];
  return state ? { state, at: (latest?.SubmittedDate ?? new Date()).toISOString() } : null;
}

function identityOf(metadata: Metadata): ApiIdentity {
  const key = usesDns(metadata) ? secretKey.key : keyKey.key;
  const identity: ApiIdentity = {
    provider: title,
    key: metadata[sourceKey.key] === "ambient" ? sourceKey.key : key,
    permissions: texts.awsPermissions,
    meaningOf(error) {
      const cause = { cause: error };
      if (hasCode(error, noCredentials))
        return new Failure("refused", texts.noAmbient, { ...cause, remedy: texts.noAmbientRemedy });
      if (hasCode(error, ...refusedNames) && error.status !== 401)
        return apiFailure(new ApiError({ status: 401, cause: error }), identity);
      if (hasCode(error, "OperationLimitExceeded"))
        return new Failure("rate-limited", texts.tooManyOperations, { ...cause, retryAfterSeconds: 60 });
      if (hasCode(error, "DuplicateRequest"))
        return new Failure("conflict", texts.alreadyAsked, { ...cause, remedy: texts.alreadyAskedRemedy });
      if (hasCode(error, "TLDRulesViolation"))
        return new Failure("rejected", texts.rulesOfRegistry, {
          ...cause,
          remedy: texts.rulesOfRegistryRemedy,
        });
      if (hasCode(error, "AccessDeniedException") && error.status === 400)
        return apiFailure(new ApiError({ status: 403, cause: error }), identity);
      return undefined;
    },
  };
  return identity;
}
