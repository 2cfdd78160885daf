import { z } from "zod";
import { ApiError, type ApiIdentity, notAnAnswer, requestJson } from "@/lib/dns/hosted/http";
import type {
  Metadata,
  MetadataKey,
  ProviderOptions,
  RegistrarDefinition,
} from "@/lib/dns/provider-definition";
import { withoutDot } from "@/lib/dns/record-data";
import { plainValue, secretSetting } from "@/lib/model/settings";
import { checkByDomains, explained, namesOfPages } from "./account";
import { texts } from "./texts";

const title = "name.com";
const publicEndpoint = "https://api.name.com/core/v1";
const whole = ({ source, mistake }: { source: string; mistake: string }) =>
  z.string().regex(new RegExp(`^${source}$`), mistake);
const userPattern = { source: "[A-Za-z0-9@._+-]{1,100}", mistake: texts.namecomUserMistake };
const tokenPattern = { source: "[A-Za-z0-9]{20,100}", mistake: texts.namecomTokenMistake };

const userKey = {
  key: "namecom_username",
  label: texts.namecomUser,
  help: texts.namecomUserHelp,
  placeholder: "jane",
  secret: false,
  kind: "text",
  pattern: userPattern,
  schema: whole(userPattern),
} as const satisfies MetadataKey;

const tokenKey = {
  key: "namecom_token",
  label: texts.namecomToken,
  help: texts.namecomTokenHelp,
  placeholder: "",
  secret: true,
  kind: "text",
  pattern: tokenPattern,
  schema: whole(tokenPattern),
} as const satisfies MetadataKey;

const identity: ApiIdentity = { provider: title, key: tokenKey.key, permissions: texts.namecomPermissions };

const domainSchema = z.object({ nameservers: z.array(z.string()).optional() });
const dnssecSchema = z.object({ dnssec: z.array(z.unknown()).nullish() });
const listSchema = z.object({
  domains: z.array(z.object({ domainName: z.string() })).nullish(),
  nextPage: z.int().nullish(),
});
const refusal = z.object({ message: z.string() });

/**
 * name.com's Core API. Its transfer lock (`locked`) doesn't concern name servers, and the API tells no other lock: it refuses
 * the change.
 */
export const namecom: RegistrarDefinition = {
  id: "namecom",
  title,
  keys: [userKey, tokenKey],
  permissions: texts.namecomPermissions,
  create(metadata, options) {
    const ask = connect(metadata, options);
    const at = (domain: string) => `/domains/${encodeURIComponent(domain)}`;
    return {
      title,
      registration: (domain) =>
        explained(identity, async () => {
          const found = await ask("GET", at(domain), domainSchema).catch(nullIfMissing);
          if (!found) return null;
          const { dnssec } = await ask("GET", `${at(domain)}/dnssec`, dnssecSchema);
          return {
            nameServers: (found.nameservers ?? []).map(withoutDot),
            signers: dnssec?.length ?? 0,
            locks: [],
            change: null,
          };
        }),
      setNameServers: (domain, nameServers) =>
        explained(identity, async () => {
          await ask("POST", `${at(domain)}:setNameservers`, domainSchema, { nameservers: nameServers });
        }),
    };
  },
  check: (metadata, options) =>
    checkByDomains(identity, () => {
      const ask = connect(metadata, options);
      return namesOfPages<number>(async (page = 1) => {
        const { domains, nextPage } = await ask("GET", `/domains?perPage=100&page=${page}`, listSchema);
        return { names: (domains ?? []).map(({ domainName }) => domainName), next: nextPage };
      });
    }),
};

function connect(metadata: Metadata, { endpoints }: ProviderOptions) {
  const base = endpoints?.namecom ?? publicEndpoint;
  const user = plainValue(metadata, userKey.key);
  const token = secretSetting(metadata, tokenKey.key);
  return async <Read>(method: string, path: string, schema: z.ZodType<Read>, json?: unknown) => {
    const pair = `${user}:${token?.reveal()}`;
    const headers = { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
    const body = await requestJson(`${base}${path}`, { method, headers, json, codesOf });
    const read = schema.safeParse(body);
    if (read.success) return read.data;
    throw new ApiError({ status: 0, codes: [notAnAnswer] });
  };
}

/** name.com has no error codes, only texts, which may name anything. */
function codesOf(body: unknown): string[] {
  return refusal.safeParse(body).success ? [] : [notAnAnswer];
}

function nullIfMissing(thrown: unknown): null {
  // A proxy's page with this status isn't name.com's.
  if (thrown instanceof ApiError && thrown.status === 404 && thrown.codes.length === 0) return null;
  throw thrown;
}
