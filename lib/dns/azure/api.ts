import { readFile } from "node:fs/promises";
import pLimit from "p-limit";
import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import { plainValue, plainValues, secretSetting } from "@/lib/model/settings";
import { ApiError, exchange, notAnAnswer, requestJson, secondsUntil } from "../hosted/http";
import type { Metadata, ProviderOptions } from "../provider-definition";
import { clientKey, groupKey, isAmbient, secretKey, subscriptionKey, tenantKey } from "./metadata-keys";
import { texts } from "./texts";

const apiVersion = "2018-05-01";
const publicEndpoint = "https://management.azure.com";
const publicLogin = "https://login.microsoftonline.com";
const scope = "https://management.azure.com/.default";
const maxConcurrentRequests = 8;
/** So that a token doesn't expire during a request. */
const spareSeconds = 300;

const refusal = z.object({ error: z.union([z.string(), z.object({ code: z.string() })]) });
const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const page = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });

export interface AzureApi {
  /** `path` follows `…/dnsZones`. Throws `ApiError`. */
  send(method: string, path: string, asked?: { json?: unknown; condition?: Condition }): Promise<object>;
  /** All pages of a list. Throws `ApiError`. */
  list(path: string, query?: Record<string, string>): Promise<unknown[]>;
}

/** What has to hold for a write: exactly the version that was read, or nothing at all (RFC 9110, section 13.1). */
export type Condition = { "if-match": string } | { "if-none-match": "*" };

export function azureApi(metadata: Metadata, options: ProviderOptions): AzureApi {
  const gate = pLimit(maxConcurrentRequests);
  const { endpoints = {} } = options;
  const tokens = keptTokens(() => requestToken(metadata, options, endpoints["azure-login"] ?? publicLogin));
  const plain = plainValues(metadata);
  const group = `/subscriptions/${plain[subscriptionKey.key]}/resourceGroups/${plain[groupKey.key]}`;
  const base = `${endpoints.azure ?? publicEndpoint}${group}/providers/Microsoft.Network/dnsZones`;

  async function ask(
    method: string,
    path: string,
    query: Record<string, string>,
    asked: Asked,
  ): Promise<object> {
    const url = `${base}${path}?${new URLSearchParams({ "api-version": apiVersion, ...query })}`;
    const authorization = `Bearer ${await tokens()}`;
    const headers = { authorization, ...asked.condition };
    return gate(() => requestJson(url, { method, headers, json: asked.json, codesOf }));
  }

  return {
    send: (method, path, asked = {}) => ask(method, path, {}, asked),
    async list(path, query = {}) {
      const found: unknown[] = [];
      const tokens = new Set<string>();
      let more: Record<string, string> = {};
      for (;;) {
        const read = page.safeParse(await ask("GET", path, { ...query, ...more }, {}));
        if (!read.success) throw new ApiError({ status: 0, codes: [notAnAnswer] });
        found.push(...read.data.value);
        const next = read.data.nextLink;
        if (!next) return found;
        // Takes only its position in the list from the link, not its address: a proxy in between may have a different one.
        const asked = URL.parse(next)?.searchParams;
        const token = asked?.get("$skipToken") ?? asked?.get("$skiptoken");
        // Half a list would say of the rest that it doesn't exist.
        if (!token || tokens.has(token)) throw new ApiError({ status: 0, codes: [notAnAnswer] });
        tokens.add(token);
        more = { $skipToken: token };
      }
    },
  };
}

interface Asked {
  json?: unknown;
  condition?: Condition;
}

/** Reused until shortly before they expire; concurrent callers share one request. */
function keptTokens(request: () => Promise<{ token: string; expiresAtMs: number }>): () => Promise<string> {
  let kept: { token: string; expiresAtMs: number } | undefined;
  let underWay: Promise<string> | undefined;
  return () => {
    if (kept && Date.now() < kept.expiresAtMs - spareSeconds * 1_000) return Promise.resolve(kept.token);
    underWay ??= request()
      .then((made) => {
        kept = made;
        return made.token;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
}

/** A token for the service principal (RFC 6749, section 4.4), or for the workload identity with its assertion (RFC 7523). */
async function requestToken(metadata: Metadata, { azureIdentity }: ProviderOptions, login: string) {
  const principal = isAmbient(metadata)
    ? await assertionOf(azureIdentity)
    : {
        tenant: plainValue(metadata, tenantKey.key) ?? "",
        form: {
          client_id: plainValue(metadata, clientKey.key) ?? "",
          client_secret: secretSetting(metadata, secretKey.key)?.reveal() ?? "",
        },
      };
  const form = new URLSearchParams({ grant_type: "client_credentials", scope, ...principal.form });
  const askedAtMs = Date.now();
  const url = `${login}/${principal.tenant}/oauth2/v2.0/token`;
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const sent = { method: "POST", headers, body: form.toString() };
  const { response, body } = await exchange(url, sent, (codes, cause) => {
    throw new ApiError({ status: 0, codes, cause });
  });
  const read = granted.safeParse(body);
  if (response.ok && read.success)
    return { token: read.data.access_token, expiresAtMs: askedAtMs + read.data.expires_in * 1_000 };
  const retryAfterSeconds = secondsUntil(response.headers.get("retry-after"), Date.now());
  throw new ApiError({ status: response.ok ? 0 : response.status, codes: codesOf(body), retryAfterSeconds });
}

async function assertionOf(identity: ProviderOptions["azureIdentity"]) {
  const assertion = identity && (await readFile(identity.tokenFile, "utf8").catch(() => null));
  if (!identity || !assertion)
    throw new Failure("refused", texts.noAmbient, { remedy: texts.noAmbientRemedy });
  return {
    tenant: identity.tenantId,
    form: {
      client_id: identity.clientId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion.trim(),
    },
  };
}

function codesOf(body: unknown): string[] {
  const error = refusal.safeParse(body).data?.error;
  if (error === undefined) return [];
  return [typeof error === "string" ? error : error.code];
}
