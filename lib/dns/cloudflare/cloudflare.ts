import { z } from "zod";
import {
  ApiError,
  type ApiIdentity,
  apiFailure,
  checkByZones,
  notAnAnswer,
  shaped,
} from "@/lib/dns/hosted/http";
import { hostedProvider } from "@/lib/dns/hosted/provider";
import { texts as hostedTexts } from "@/lib/dns/hosted/texts";
import type {
  Metadata,
  MetadataKey,
  ProviderDefinition,
  ProviderOptions,
} from "@/lib/dns/provider-definition";
import { withoutDot } from "@/lib/dns/record-data";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { plainValue, secretSetting } from "@/lib/model/settings";
import { type CloudflareApi, cloudflareApi } from "./api";
import { changeRecords, listRecords } from "./records";
import { texts } from "./texts";

const title = "Cloudflare";
const tokenPattern = { source: "[A-Za-z0-9_-]{40,}", mistake: texts.tokenMistake };
const accountPattern = { source: "[0-9a-f]{32}", mistake: texts.accountMistake };
const whole = ({ source, mistake }: { source: string; mistake: string }) =>
  z.string().regex(new RegExp(`^${source}$`), mistake);

export const tokenKey = {
  key: "cloudflare_api_token",
  label: texts.token,
  help: texts.tokenHelp,
  placeholder: "",
  secret: true,
  kind: "text",
  pattern: tokenPattern,
  schema: whole(tokenPattern),
} as const satisfies MetadataKey;

export const accountKey = {
  key: "cloudflare_account_id",
  label: texts.account,
  help: texts.accountHelp,
  placeholder: "0123456789abcdef0123456789abcdef",
  secret: false,
  kind: "text",
  optional: true,
  pattern: accountPattern,
  schema: whole(accountPattern),
} as const satisfies MetadataKey;

const proxiedKey = {
  key: "cloudflare_proxied",
  label: texts.proxied,
  help: texts.proxiedHelp,
  placeholder: "false",
  secret: false,
  kind: "text",
  optional: true,
  choices: ["false", "true"],
  schema: z.enum(["false", "true"], texts.proxiedMistake),
} as const satisfies MetadataKey;

/** Cloudflare's API v4, accessed with an API token. */
export const cloudflare: ProviderDefinition = {
  id: "cloudflare",
  title,
  keys: [tokenKey, accountKey, proxiedKey],
  permissions: texts.permissions,
  create(metadata, options) {
    const api = connect(metadata, options);
    const isProxied = metadata[proxiedKey.key] === "true";
    const provider = hostedProvider({
      title,
      listZones: () => listZones(api),
      createZone: (apex) => createZone(api, apex, plainValue(metadata, accountKey.key)),
      list: ({ id }, name) => listRecords(api, id, { name, isProxied }),
      change: ({ id, apex }, deletions, additions, read) =>
        changeRecords({ api, zoneId: id, apex, isProxied, read }, deletions, additions),
      explain: (thrown) => apiFailure(thrown, identity),
      isZoneGone,
      maxSingleReads,
      gathering: { maxRecordSets, longestIntervalMs, removalPatienceMs },
    });
    return { ...provider, isProxied, flattensApex: true };
  },
  check: (metadata, options) => checkByZones(() => listZones(connect(metadata, options)), identity),
};

/** A page holds more records than most zones have, so listing soon costs less than reading names one by one. */
const maxSingleReads = 8;
/** A batch takes 200 operations on the smallest plan; if a record set needs more than two, the change is split. */
const maxRecordSets = 100;
/** Four requests a second are allowed, and a batch needs three or more. */
const longestIntervalMs = 1_000;
const removalPatienceMs = 1_000;

export function connect(metadata: Metadata, { endpoints }: ProviderOptions): CloudflareApi {
  return cloudflareApi(secretSetting(metadata, tokenKey.key), endpoints?.cloudflare);
}

/** Invalid headers, an unreadable or unknown token, or an operation that the token doesn't allow. */
export const tokenCodes = ["6003", "6111", "1000", "9109", "10000"];
/** Records that the change expects don't exist, or records exist that it doesn't expect. */
const movedCodes = ["81044", "81053", "81054", "81057", "81058"];

const identity: ApiIdentity = {
  provider: title,
  key: tokenKey.key,
  permissions: texts.permissions,
  meaningOf(error) {
    const said = (codes: readonly string[]) => error.codes.some((code) => codes.includes(code));
    if (said(movedCodes)) return new Failure("conflict", hostedTexts.zoneChanged, { cause: error });
    if (!said(tokenCodes) || error.status === 429 || error.status >= 500) return undefined;
    return new Failure("refused", texts.refusesToken, { remedy: texts.replaceToken, cause: error });
  },
};

/** 7003: no such path; 1001: no such zone. */
function isZoneGone(thrown: unknown): boolean {
  return thrown instanceof ApiError && ["7003", "1001"].some((code) => thrown.codes.includes(code));
}

const zone = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  /** `full`: Cloudflare's own name servers answer for it. */
  type: z.string().default("full"),
  name_servers: z.array(z.string()).nullish(),
  vanity_name_servers: z.array(z.string()).nullish(),
  created_on: z.iso.datetime({ offset: true }).optional().catch(undefined),
  account: z.object({ id: z.string() }).optional(),
});

/** The largest page of zones that the API returns. */
const pageSize = 50;
const alreadyExists = "1061";
const notRegistered = "1049";

/** The zones that Cloudflare's name servers answer for; not those that it only proxies (`partial`), or copies (`secondary`). */
async function listZones(api: CloudflareApi): Promise<Zone[]> {
  return (await foundZones(api)).flatMap((found) => servedZone(found) ?? []);
}

async function foundZones(api: CloudflareApi) {
  const listed = await api.list("/zones", {}, pageSize);
  // Without a zone that can't be read, another one would be the longest match, or it would be created anew.
  return listed.map((each) => shaped(zone, each));
}

/** Creates a zone; if the account already has one with that name, returns that one. */
export async function createZone(api: CloudflareApi, apex: string, accountId?: string): Promise<Zone> {
  const before = await foundZones(api);
  const standing = before.find(({ name }) => withoutDot(name) === apex);
  const served = standing && servedZone(standing);
  if (served) return served;
  const accounts = new Set(before.flatMap(({ account }) => account?.id ?? []));
  const account = accountId ?? (accounts.size === 1 ? [...accounts][0] : undefined);
  try {
    const asked = {
      name: apex,
      type: "full",
      ...(account === undefined ? {} : { account: { id: account } }),
    };
    const made = servedZone(shaped(zone, await api.send("POST", "/zones", asked)));
    if (made) return made;
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.codes.includes(notRegistered))
      throw new Failure("rejected", texts.notRegistered({ apex }), {
        remedy: texts.notRegisteredRemedy({ apex }),
        cause: thrown,
      });
    if (!thrown.codes.includes(alreadyExists)) throw thrown;
    const appeared = (await listZones(api)).find((each) => each.apex === apex);
    if (appeared) return appeared;
    throw new Failure("rejected", texts.zoneElsewhere({ apex }), {
      remedy: texts.zoneElsewhereRemedy({ apex }),
      cause: thrown,
    });
  }
  throw new ApiError({ status: 0, codes: [notAnAnswer] });
}

function servedZone(found: z.infer<typeof zone> | undefined): Zone | null {
  if (found?.type !== "full") return null;
  const { id, name, name_servers: own, vanity_name_servers: vanity, created_on: createdAt } = found;
  const servers = vanity?.length ? vanity : (own ?? []);
  return {
    id,
    apex: withoutDot(name),
    nameServers: servers.map(withoutDot).sort(),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}
