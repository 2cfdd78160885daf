import type { Route53 } from "@aws-sdk/client-route-53";
import pLimit from "p-limit";
import { z } from "zod";
import type { SecretText } from "@/lib/model/secret-text";
import { plainValue, secretSetting } from "@/lib/model/settings";
import { ApiError, networkCodes, notAnAnswer, secondsUntil } from "../hosted/http";
import type { Metadata, ProviderOptions } from "../provider-definition";
import { accessKey, externalIdKey, isAmbient, roleKey, secretKey } from "./metadata-keys";

/** Route 53 accepts five requests a second for each account. */
const maxConcurrentRequests = 4;
const timeoutMs = 15_000;
/** Route 53 belongs to no region; this is the region of its endpoint and signatures. */
const region = "us-east-1";

/** Sends one request. Throws `ApiError` with AWS's error name as its code. */
export type AskRoute53 = <Answer>(request: (client: Route53) => Promise<Answer>) => Promise<Answer>;

/** The error of a machine that has no credentials. */
export const noCredentials = "CredentialsProviderError";

/**
 * AWS's own SDK, for its signatures and for every source of credentials; loaded when it is first needed. It retries nothing,
 * because the walk does, and honors Retry-After.
 */
export function route53Client(metadata: Metadata, { endpoints = {} }: ProviderOptions): AskRoute53 {
  return awsClient(async () => {
    const [sdk, config] = await Promise.all([
      import("@aws-sdk/client-route-53"),
      awsConfig(awsAccount(metadata), endpoints.sts),
    ]);
    return new sdk.Route53({ ...config, ...endpointOf(endpoints.route53) });
  });
}

/** Who signs in at AWS, wherever the metadata have it. */
export interface AwsAccount {
  isAmbient: boolean;
  accessKeyId: string | undefined;
  secretAccessKey: SecretText | undefined;
  roleArn: string | undefined;
  externalId: string | undefined;
}

/** The account of the DNS provider. */
export function awsAccount(metadata: Metadata): AwsAccount {
  return {
    isAmbient: isAmbient(metadata),
    accessKeyId: plainValue(metadata, accessKey.key),
    secretAccessKey: secretSetting(metadata, secretKey.key),
    roleArn: plainValue(metadata, roleKey.key),
    externalId: plainValue(metadata, externalIdKey.key),
  };
}

/** What a client of AWS's SDK needs for its credentials, and to retry nothing. */
export async function awsConfig(account: AwsAccount, stsEndpoint: string | undefined) {
  const sent = { maxAttempts: 1, requestHandler: { requestTimeout: timeoutMs, connectionTimeout: 5_000 } };
  const credentials = await credentialsOf(account, { region, ...sent, ...endpointOf(stsEndpoint) });
  return { region, credentials, ...sent };
}

/** Opens the client when it is first needed. Throws `ApiError`. */
export function awsClient<Client>(open: () => Promise<Client>) {
  const gate = pLimit(maxConcurrentRequests);
  let opened: Promise<Client> | undefined;
  return <Answer>(request: (client: Client) => Promise<Answer>): Promise<Answer> =>
    gate(async () => {
      try {
        opened ??= open();
        return await request(await opened);
      } catch (thrown) {
        throw apiError(thrown);
      }
    });
}

export function endpointOf(url: string | undefined): { endpoint?: string } {
  return url === undefined ? {} : { endpoint: url };
}

async function credentialsOf(
  { isAmbient, accessKeyId = "", secretAccessKey, roleArn: RoleArn, externalId: ExternalId }: AwsAccount,
  clientConfig: { region: string; endpoint?: string },
) {
  const providers = await import("@aws-sdk/credential-providers");
  const own = isAmbient
    ? providers.fromNodeProviderChain({ clientConfig, maxRetries: 0, timeout: 1_000 })
    : { accessKeyId, secretAccessKey: secretAccessKey?.reveal() ?? "" };
  if (!RoleArn) return own;
  return providers.fromTemporaryCredentials({
    masterCredentials: own,
    params: { RoleArn, RoleSessionName: "lamia", ...(ExternalId ? { ExternalId } : {}) },
    clientConfig,
  });
}

const serviceException = z.object({
  name: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
  $response: z
    .object({ headers: z.record(z.string(), z.string()) })
    .optional()
    .catch(undefined),
});

/** AWS uses status 400 for "slow down", with several error names. */
const throttled: ReadonlySet<string> = new Set([
  "Throttling",
  "ThrottlingException",
  "RequestLimitExceeded",
  "PriorRequestNotComplete",
]);
const shortPauseSeconds = 2;

function apiError(thrown: unknown): ApiError {
  const exception = serviceException.safeParse(thrown).data;
  if (!exception) {
    const { name } = z.object({ name: z.string() }).safeParse(thrown).data ?? {};
    const codes = name === noCredentials ? [name] : networkCodes(thrown);
    return new ApiError({ status: 0, codes, cause: thrown });
  }
  const { name, $metadata, $response } = exception;
  // The SDK can't read what came with a success: a page of a proxy, or half an answer.
  if ($metadata.httpStatusCode < 300) return new ApiError({ status: 0, codes: [notAnAnswer], cause: thrown });
  const asked = secondsUntil($response?.headers["retry-after"], Date.now());
  const isThrottled = throttled.has(name);
  return new ApiError({
    status: isThrottled ? 429 : $metadata.httpStatusCode,
    codes: [name],
    retryAfterSeconds: asked ?? (isThrottled ? shortPauseSeconds : undefined),
    cause: thrown,
  });
}
