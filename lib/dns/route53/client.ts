import type { Route53 } from "@aws-sdk/client-route-53";
import pLimit from "p-limit";
import { z } from "zod";
import { ApiError, networkCodes, secondsUntil } from "../hosted/http";
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
  const gate = pLimit(maxConcurrentRequests);
  const sent = { maxAttempts: 1, requestHandler: { requestTimeout: timeoutMs, connectionTimeout: 5_000 } };
  let opened: Promise<Route53> | undefined;

  async function open(): Promise<Route53> {
    const [sdk, credentials] = await Promise.all([
      import("@aws-sdk/client-route-53"),
      credentialsOf(metadata, { region, ...sent, ...endpointOf(endpoints.sts) }),
    ]);
    return new sdk.Route53({ region, credentials, ...sent, ...endpointOf(endpoints.route53) });
  }

  return (request) =>
    gate(async () => {
      try {
        opened ??= open();
        return await request(await opened);
      } catch (thrown) {
        throw apiError(thrown);
      }
    });
}

function endpointOf(url: string | undefined): { endpoint?: string } {
  return url === undefined ? {} : { endpoint: url };
}

async function credentialsOf(metadata: Metadata, clientConfig: { region: string; endpoint?: string }) {
  const providers = await import("@aws-sdk/credential-providers");
  const own = isAmbient(metadata)
    ? providers.fromNodeProviderChain({ clientConfig, maxRetries: 0, timeout: 1_000 })
    : {
        accessKeyId: metadata[accessKey.key] ?? "",
        secretAccessKey: metadata[secretKey.key] ?? "",
      };
  const RoleArn = metadata[roleKey.key];
  if (!RoleArn) return own;
  const ExternalId = metadata[externalIdKey.key];
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
  const asked = secondsUntil($response?.headers["retry-after"], Date.now());
  const isThrottled = throttled.has(name);
  return new ApiError({
    status: isThrottled ? 429 : $metadata.httpStatusCode,
    codes: [name],
    retryAfterSeconds: asked ?? (isThrottled ? shortPauseSeconds : undefined),
    cause: thrown,
  });
}
