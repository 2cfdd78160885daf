import { randomBytes } from "node:crypto";
import { BlockList, isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { secretsModes } from "@/lib/kubernetes/permissions";
import { sealPattern } from "@/lib/kubernetes/sealing/envelope";
import { SecretText } from "@/lib/model/secret-text";
import { allowedTargets } from "@/lib/net/addresses";
import { texts } from "./texts";

/** The only reader of `process.env`: one table of settings, validated at start, in the units that the names say. */
const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const text = z.string().trim().min(1);

/** Printed by mistake, it shows nothing. */
const secret = (schema: z.ZodType<string>) => schema.transform((value) => new SecretText(value));

const socketAddress = text.transform((value, context) => {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(value);
  const port = Number(match?.[3]);
  if (match && port > 0 && port < 65_536) return { address: match[1] ?? match[2] ?? "", port };
  context.addIssue({ code: "custom", message: `"${value}" is not address:port` });
  return z.NEVER;
});

const socketAddresses = text
  .transform((value) => value.split(",").map((part) => part.trim()))
  .pipe(z.array(socketAddress));

/** `name,name,…`, without scheme and port, as compared with the Host header. */
const hostNames = text.transform((value, context) => {
  const names = value.split(",").map((part) => part.trim().toLowerCase().replace(/\.$/, ""));
  const wrong = names.find((name) => !/^([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/.test(name));
  if (wrong === undefined) return names.map((name) => name.replace(/^\[|\]$/g, ""));
  context.addIssue({
    code: "custom",
    message: texts.notAHostName({ value: wrong }),
  });
  return z.NEVER;
});

/** `address,network/prefix,…` */
const networks = text.transform((value, context) => {
  const list = new BlockList();
  for (const part of value.split(",").map((each) => each.trim())) {
    const [address = "", prefix = isIP(part) === 6 ? "128" : "32"] = part.split("/");
    const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    const family = isIP(address);
    if (family === 0 || !(bits <= (family === 6 ? 128 : 32)))
      context.addIssue({ code: "custom", message: texts.notANetwork({ value: part }) });
    else list.addSubnet(address, bits, family === 6 ? "ipv6" : "ipv4");
  }
  return list;
});

/** `network/prefix,address,name,…` */
const targets = text.transform((value, context) => {
  try {
    return allowedTargets(value.split(",").map((part) => part.trim()));
  } catch (thrown) {
    const wrong = thrown instanceof Error ? thrown.message : value;
    context.addIssue({ code: "custom", message: texts.notATarget({ value: wrong }) });
    return z.NEVER;
  }
});

/**
 * `address:port=address:port,…`: where to connect instead for a handshake with the first address. `*` means every
 * address and, on the right, the same one.
 */
const probeAddresses = text.transform((value, context) => {
  const rules = value.split(",").map((part) => {
    const [from, to] = part.split("=").map((side) => socketAddress.safeParse(side));
    return from?.success && to?.success ? { from: from.data, to: to.data } : null;
  });
  if (rules.every((rule) => rule !== null)) return rules;
  context.addIssue({ code: "custom", message: texts.notProbeAddresses({ value }) });
  return z.NEVER;
});

/** `provider=URL,…`, by provider ID. */
const endpoints = text.transform((value, context) => {
  const pairs = value.split(",").map((part) => /^\s*([a-z0-9-]+)=(\S+?)\/?\s*$/.exec(part) ?? []);
  const isRight = pairs.every(([, id, url]) => id !== undefined && URL.canParse(url ?? ""));
  if (isRight) return Object.fromEntries(pairs.map(([, id = "", url = ""]) => [id, url]));
  context.addIssue({ code: "custom", message: texts.notEndpoints({ value }) });
  return z.NEVER;
});

/** `claim=value` */
const requiredClaim = text.transform((value, context) => {
  const [, claim, wanted] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  if (claim !== undefined && wanted !== undefined) return { claim: claim.trim(), value: wanted.trim() };
  context.addIssue({ code: "custom", message: texts.notARequiredClaim({ value }) });
  return z.NEVER;
});

/** Of names in the cluster. Those that begin with `system:` are Kubernetes' own. */
const prefix = z
  .string()
  .trim()
  .max(100)
  .refine((value) => !value.startsWith("system:"), texts.systemPrefix)
  .default("");

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: text.optional(),
  LAMIA_HOME: text.default(".lamia").transform((path) => resolve(path)),
  DATABASE_URL: secret(z.url({ protocol: /^postgres(ql)?$/ })).optional(),
  KUBECONFIG: text.optional(),
  LAMIA_NAMESPACE: text.default("lamia-system"),
  /** Whether Lamia follows Secrets in all namespaces, or reads them only by name outside of its own. */
  LAMIA_SECRETS: z.enum(secretsModes).default("cluster"),
  /** What protects Lamia's own Secrets; without it, they are as readable as any Secret. */
  LAMIA_SEAL: text.regex(sealPattern, texts.notASeal).optional(),
  LAMIA_API_TOKEN: secret(z.string().min(16, texts.shortToken)).optional(),
  /** Whether that token is accepted; otherwise only users can sign in. */
  LAMIA_TOKEN_SIGN_IN: flag.default(true),
  /** Whether users who sign in with a password may do nothing until they have a second factor. */
  LAMIA_REQUIRE_SECOND_FACTOR: flag.default(false),
  /** Who decides what users may do: Lamia's roles, or the cluster's RBAC, which is then asked as the user. */
  LAMIA_AUTHORIZATION: z.enum(["lamia", "kubernetes"]).default("lamia"),
  /** What RBAC calls a user: the email address, or the claim `sub`, after this prefix. Groups have their own. */
  LAMIA_IMPERSONATE_USER: z.enum(["email", "sub"]).default("email"),
  LAMIA_IMPERSONATE_USER_PREFIX: prefix,
  LAMIA_IMPERSONATE_GROUP_PREFIX: prefix,
  /** A user's session ends when it hasn't been used for so long, */
  LAMIA_SESSION_IDLE_HOURS: z.coerce.number().positive().max(8760).default(24),
  /** and after so long even if it has. */
  LAMIA_SESSION_HOURS: z.coerce.number().positive().max(8760).default(336),
  /** The OIDC provider by which users sign in. Its secret for Lamia is in this file, or in the Secret `lamia-oidc`. */
  LAMIA_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  LAMIA_OIDC_CLIENT_ID: text.optional(),
  LAMIA_OIDC_CLIENT_SECRET_FILE: text.optional(),
  LAMIA_OIDC_SCOPES: text.default("openid profile email"),
  /** The claim with the groups that a user is in; a path with dots for a claim in a claim. */
  LAMIA_OIDC_GROUPS_CLAIM: text.default("groups"),
  /** Only whoever has this claim can sign in. */
  LAMIA_OIDC_REQUIRED_CLAIM: requiredClaim.optional(),
  /** The name of the provider on the button. */
  LAMIA_OIDC_LABEL: text.max(40).optional(),
  /** How long the audit keeps its entries. */
  LAMIA_AUDIT_DAYS: z.coerce.number().int().min(1).max(36_500).default(365),
  /** Names by which browsers reach the panel, in addition to those of this machine. */
  LAMIA_HOSTS: hostNames.default([]),
  /** Proxies in front of the panel whose X-Forwarded-For counts. */
  LAMIA_TRUSTED_PROXIES: networks.default(new BlockList()),
  /** What one client may send; 0 for any number. */
  LAMIA_CLIENT_REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).default(6000),
  /** How many streams of changes one client may have open: one for each page in a browser. */
  LAMIA_CLIENT_STREAMS: z.coerce.number().int().min(1).default(100),
  LAMIA_ACME_DIRECTORY: z.url().default("https://acme-v02.api.letsencrypt.org/directory"),
  /** Where orders of that CA can be tried. */
  LAMIA_ACME_STAGING_DIRECTORY: z.url().optional(),
  LAMIA_ACME_EMAIL: z.email().optional(),
  LAMIA_ACME_TERMS_AGREED: flag.default(false),
  LAMIA_ACME_EAB_KID: text.optional(),
  LAMIA_ACME_EAB_HMAC_FILE: text.optional(),
  LAMIA_GOOGLE_DNS_ENDPOINT: z.url().default("https://dns.googleapis.com"),
  LAMIA_GOOGLE_TOKEN_ENDPOINT: z.url().default("https://oauth2.googleapis.com/token"),
  /** Base URLs that replace those of DNS providers' APIs. */
  LAMIA_DNS_ENDPOINTS: endpoints.default({}),
  /** Whether virtual clusters may use the identity that Lamia's own pod has at a cloud. */
  LAMIA_DNS_AMBIENT_CREDENTIALS: flag.default(false),
  /** Set by Azure's workload identity webhook. */
  AZURE_TENANT_ID: text.optional(),
  AZURE_CLIENT_ID: text.optional(),
  AZURE_FEDERATED_TOKEN_FILE: text.optional(),
  LAMIA_DNS_ROOT_SERVERS: socketAddresses.optional(),
  LAMIA_DNS_PORT: z.coerce.number().int().min(1).max(65_535).default(53),
  /** Caching resolvers that a diagnosis asks what they have. */
  LAMIA_PUBLIC_RESOLVERS: socketAddresses.default([
    { address: "1.1.1.1", port: 53 },
    { address: "8.8.8.8", port: 53 },
  ]),
  /** Lets walks and diagnoses connect to addresses of this machine; otherwise not, whatever DNS says. */
  LAMIA_DIAGNOSE_ALLOW_LOOPBACK: flag.default(false),
  LAMIA_PROBE_ADDRESSES: probeAddresses.default([]),
  /** Whether missing parts of Istio are installed after an admin confirms it, or immediately. */
  LAMIA_ISTIO_INSTALL: z.enum(["ask", "automatic"]).default("ask"),
  /** Where URLs and servers that users name may lead, besides HTTPS on the public internet. */
  LAMIA_ALLOWED_TARGETS: targets.default(() => allowedTargets([])),
  /** The same as 127.0.0.0/8 and ::1 there. */
  LAMIA_NOTIFY_ALLOW_LOOPBACK: flag.default(false),
  /** How long nothing is removed after the cluster stops asking for it: time to undo, and for what comes back. */
  LAMIA_CLEANUP_GRACE_SECONDS: z.coerce
    .number()
    .min(0)
    .max(7 * 86_400)
    .default(60),
  /** The limit for pods of Deployments that the panel writes: Kubernetes' Pod Security Standards. */
  LAMIA_POD_SECURITY: z.enum(["baseline", "privileged"]).default("baseline"),
  /** ServiceAccounts that Deployments may name, in addition to `default`; `*` for all. */
  LAMIA_POD_SERVICE_ACCOUNTS: text
    .transform((value) => value.split(",").map((name) => name.trim()))
    .default([]),
  LAMIA_RUNNER: z.enum(["web", "off"]).default("web"),
  LAMIA_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace"]).default("info"),
});

export type Environment = z.infer<typeof schema>;

/** In place of a token that nobody may use: one that nobody knows. Everything that a token protects stays protected. */
const unknownToken = new SecretText(randomBytes(32).toString("base64url"));

/** Throws one error that names every invalid variable and the reason; never repeats a secret value. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const filled = Object.entries(variables).filter(([, value]) => value !== undefined && value !== "");
  const parsed = schema.safeParse(Object.fromEntries(filled));
  if (parsed.success) return withLoopback(withUnknownToken(parsed.data));
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new Error(`The environment has values that cannot be used:\n${lines.join("\n")}`);
}

function withLoopback(environment: Environment): Environment {
  const { LAMIA_ALLOWED_TARGETS: allowed, LAMIA_NOTIFY_ALLOW_LOOPBACK } = environment;
  if (!LAMIA_NOTIFY_ALLOW_LOOPBACK) return environment;
  allowed.networks.addSubnet("127.0.0.0", 8, "ipv4");
  allowed.addresses.addAddress("::1", "ipv6");
  return environment;
}

function withUnknownToken(environment: Environment): Environment {
  return environment.LAMIA_TOKEN_SIGN_IN ? environment : { ...environment, LAMIA_API_TOKEN: unknownToken };
}

/** Where the web server listens: without a token only on loopback, whatever HOST says. Throws if they disagree. */
export function listenAddress({
  HOST,
  LAMIA_API_TOKEN,
}: Pick<Environment, "HOST" | "LAMIA_API_TOKEN">): string {
  if (LAMIA_API_TOKEN !== undefined) return HOST ?? "0.0.0.0";
  if (HOST === undefined || isLoopback(HOST)) return HOST ?? "127.0.0.1";
  throw new Error(
    `HOST is ${HOST}, but LAMIA_API_TOKEN is not set, so everybody there could change the cluster. Set LAMIA_API_TOKEN, or leave HOST out to listen on 127.0.0.1.`,
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
