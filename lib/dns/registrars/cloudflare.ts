import { z } from "zod";
import { accountKey, connect, tokenCodes, tokenKey } from "@/lib/dns/cloudflare/cloudflare";
import { ApiError, type ApiIdentity, notAnAnswer } from "@/lib/dns/hosted/http";
import type { Metadata, MetadataKey, RegistrarDefinition } from "@/lib/dns/provider-definition";
import { withoutDot } from "@/lib/dns/record-data";
import { Failure } from "@/lib/gateway/failure";
import { plainValue } from "@/lib/model/settings";
import { checkByDomains, explained, hasCode } from "./account";
import { texts } from "./texts";

const title = "Cloudflare Registrar";

const readKey = {
  key: "cloudflare_registrar",
  label: texts.cloudflare,
  help: texts.cloudflareHelp,
  placeholder: "",
  secret: false,
  kind: "text",
  choices: ["read"],
  schema: z.literal("read", texts.cloudflareMistake),
} as const satisfies MetadataKey;

const identity: ApiIdentity = {
  provider: title,
  key: tokenKey.key,
  permissions: texts.cloudflarePermissions,
  meaningOf: (error) =>
    hasCode(error, ...tokenCodes) && error.status !== 429 && error.status < 500
      ? new Failure("refused", texts.cloudflareRefuses, { remedy: texts.cloudflarePermissions, cause: error })
      : undefined,
};

const domainSchema = z.object({
  name: z.string().optional(),
  current_registrar: z.string().nullish(),
  name_servers: z.array(z.string()).nullish(),
});

/**
 * Cloudflare's registrar, to say why its domains can't use the zone: they use Cloudflare's name servers only. It changes
 * nothing.
 */
export const cloudflareRegistrar: RegistrarDefinition = {
  id: "cloudflare",
  title,
  keys: [readKey],
  permissions: texts.cloudflarePermissions,
  missing: (metadata) => [readKey.key, tokenKey.key, accountKey.key].filter((key) => !metadata[key]),
  create(metadata, options) {
    return {
      title,
      registration: (domain) =>
        explained(identity, async () => {
          const at = `${domainsAt(metadata)}/${encodeURIComponent(domain)}`;
          const found = read(
            domainSchema.nullable(),
            await connect(metadata, options).get(at).catch(nullIfMissing),
          );
          if (!found || !isRegisteredHere(found)) return null;
          return { nameServers: (found.name_servers ?? []).map(withoutDot), ...nothingElse };
        }),
      fixed: (domain) => ({ note: texts.fixed({ domain }), remedy: texts.fixedRemedy({ domain }) }),
    };
  },
  check: (metadata, options) =>
    checkByDomains(identity, async () => {
      const found = await connect(metadata, options).list(domainsAt(metadata), {}, 50);
      return read(z.array(domainSchema), found)
        .filter(isRegisteredHere)
        .flatMap(({ name }) => name ?? []);
    }),
};

/** Of no use where nothing can be changed. */
const nothingElse = { signers: 0, locks: [], change: null };

const domainsAt = (metadata: Metadata) =>
  `/accounts/${encodeURIComponent(plainValue(metadata, accountKey.key) ?? "")}/registrar/domains`;

/** The API also has domains that are registered elsewhere, whose zones are at Cloudflare. */
function isRegisteredHere({ current_registrar: at }: z.infer<typeof domainSchema>): boolean {
  return /^cloudflare\b/i.test(at ?? "");
}

function read<Read>(schema: z.ZodType<Read>, answer: unknown): Read {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ApiError({ status: 0, codes: [notAnAnswer] });
}

function nullIfMissing(thrown: unknown): null {
  if (thrown instanceof ApiError && thrown.status === 404 && thrown.codes.length > 0) return null;
  throw thrown;
}
