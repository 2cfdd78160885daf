import { z } from "zod";
import { directories } from "@/lib/acme/named-cas";
import { texts } from "./texts";

/**
 * The fields of an Issuer or ClusterIssuer (`cert-manager.io/v1`) that Lamia reads. What else there is passes.
 * https://cert-manager.io/docs/reference/api-docs/#acme.cert-manager.io/v1.ACMEIssuer
 */
const text = z.string().optional();
const reference = z.looseObject({ name: z.string(), key: z.string().optional() }).optional();

const dns01 = z.looseObject({
  cloudDNS: z
    .looseObject({ project: z.string(), hostedZoneName: text, serviceAccountSecretRef: reference })
    .optional(),
  cloudflare: z
    .looseObject({ email: text, apiTokenSecretRef: reference, apiKeySecretRef: reference })
    .optional(),
  route53: z
    .looseObject({
      accessKeyID: text,
      accessKeyIDSecretRef: reference,
      secretAccessKeySecretRef: reference,
      role: text,
      hostedZoneID: text,
      region: text,
      auth: z
        .looseObject({
          kubernetes: z
            .looseObject({ serviceAccountRef: z.looseObject({ name: z.string() }).optional() })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  azureDNS: z
    .looseObject({
      subscriptionID: text,
      resourceGroupName: text,
      hostedZoneName: text,
      tenantID: text,
      clientID: text,
      clientSecretSecretRef: reference,
      environment: text,
      zoneType: text,
      managedIdentity: z.looseObject({}).optional(),
    })
    .optional(),
  digitalocean: z.looseObject({ tokenSecretRef: reference }).optional(),
  rfc2136: z
    .looseObject({
      nameserver: z.string(),
      tsigKeyName: text,
      tsigAlgorithm: text,
      tsigSecretSecretRef: reference,
    })
    .optional(),
  acmeDNS: z.looseObject({ host: z.string(), accountSecretRef: reference }).optional(),
  webhook: z.looseObject({ groupName: text, solverName: text }).optional(),
  akamai: z.looseObject({}).optional(),
});

const solverSchema = z.looseObject({
  selector: z
    .looseObject({ dnsZones: z.array(z.string()).optional(), dnsNames: z.array(z.string()).optional() })
    .optional(),
  http01: z.looseObject({}).optional(),
  dns01: dns01.optional(),
});

const acmeSchema = z.looseObject({
  server: z.string(),
  email: text,
  preferredChain: text,
  profile: text,
  caBundle: text,
  skipTLSVerify: z.boolean().optional(),
  externalAccountBinding: z
    .looseObject({ keyID: z.string(), keySecretRef: reference, keyAlgorithm: text })
    .optional(),
  solvers: z.array(solverSchema).optional(),
});

type Solver = z.infer<typeof solverSchema>;
type Reference = z.infer<typeof reference>;

/** A value in a Secret: it is copied on the server, and never shown. */
export interface SecretKey {
  name: string;
  key: string;
}

/** What Lamia can take of one solver of an issuer, with the CA of the issuer. */
export interface IssuerSettings {
  /** The DNS provider, in words. */
  title: string;
  /** Metadata, by key. */
  plain: Record<string, string>;
  secret: Record<string, SecretKey>;
  /** What isn't taken, each as a sentence. */
  left: string[];
  /** Why nothing of the solver can be taken; null if its settings can. */
  obstacle: string | null;
}

type Taken = Omit<IssuerSettings, "plain" | "secret" | "left" | "obstacle"> & Partial<IssuerSettings>;

/** What Lamia can take of each solver of an issuer's spec; null for one that isn't for an ACME server. */
export function settingsOfIssuer(spec: unknown): IssuerSettings[] | null {
  const parsed = z.looseObject({ acme: acmeSchema }).safeParse(spec);
  if (!parsed.success) return null;
  const { acme } = parsed.data;
  const ca = settingsOfCa(acme);
  return (acme.solvers ?? []).map((solver) => {
    const { title, plain = {}, secret = {}, left = [], obstacle = null } = settingsOfSolver(solver);
    if (obstacle !== null) return { title, plain: {}, secret: {}, left: [], obstacle };
    return {
      title,
      plain: { ...ca.plain, ...plain },
      secret: { ...ca.secret, ...secret },
      left: [...left, ...(solver.selector ? [texts.selector] : []), ...ca.left],
      obstacle,
    };
  });
}

function settingsOfCa(acme: z.infer<typeof acmeSchema>) {
  const { server, email, preferredChain, profile, externalAccountBinding: account } = acme;
  const named = Object.keys(directories).find((name) => directories[name] === server);
  const algorithm = account?.keyAlgorithm;
  return {
    plain: withoutEmpty({
      acme_ca: named ?? server,
      acme_preferred_chain: preferredChain,
      acme_profile: profile,
      acme_eab_kid: account?.keyID,
    }),
    secret: references({ acme_eab_hmac: account?.keySecretRef }),
    left: [
      texts.accountKey,
      ...(email ? [texts.email({ email })] : []),
      ...(acme.caBundle ? [texts.caBundle] : []),
      ...(acme.skipTLSVerify ? [texts.skipVerify] : []),
      ...(algorithm && algorithm !== "HS256" ? [texts.eabAlgorithm({ algorithm })] : []),
    ],
  };
}

function settingsOfSolver({ http01, dns01, selector }: Solver): Taken {
  if (http01) return { title: texts.http01, plain: { acme_challenge: "http-01" }, left: [texts.httpOptions] };
  const zones = selector?.dnsZones?.join(", ");
  const taken =
    (dns01?.cloudDNS && ofCloudDns(dns01.cloudDNS)) ??
    (dns01?.cloudflare && ofCloudflare(dns01.cloudflare)) ??
    (dns01?.route53 && ofRoute53(dns01.route53)) ??
    (dns01?.azureDNS && ofAzure(dns01.azureDNS)) ??
    (dns01?.rfc2136 && ofRfc2136(dns01.rfc2136, zones)) ??
    (dns01?.acmeDNS && ofAcmeDns(dns01.acmeDNS, zones));
  if (taken) return { ...taken, plain: { ...taken.plain, acme_challenge: "dns-01" } };
  if (dns01?.digitalocean)
    return {
      title: texts.digitalocean,
      plain: { acme_challenge: "dns-01" },
      secret: references({ digitalocean_token: dns01.digitalocean.tokenSecretRef }),
    };
  if (dns01?.akamai) return { title: texts.akamai, obstacle: texts.noAkamai };
  if (dns01?.webhook) {
    const { solverName = "", groupName = "" } = dns01.webhook;
    return { title: texts.webhook({ solver: solverName, group: groupName }), obstacle: texts.noWebhook };
  }
  return { title: texts.unknownSolver, obstacle: texts.noSolver };
}

type Of<Name extends keyof z.infer<typeof dns01>> = NonNullable<z.infer<typeof dns01>[Name]>;

function ofCloudDns({ project, hostedZoneName, serviceAccountSecretRef: key }: Of<"cloudDNS">): Taken {
  return {
    title: texts.cloudDNS,
    plain: withoutEmpty({
      google_project_id: project,
      google_managed_zone: hostedZoneName,
      google_credentials: key ? "key" : "ambient",
    }),
    secret: references({ google_service_account: key }),
    left: key ? [] : [texts.ambientOfPod],
  };
}

function ofCloudflare({ apiTokenSecretRef: token, email }: Of<"cloudflare">): Taken {
  if (!token) return { title: texts.cloudflare, obstacle: texts.globalKey({ email: email ?? "" }) };
  return { title: texts.cloudflare, secret: references({ cloudflare_api_token: token }) };
}

function ofRoute53(solver: Of<"route53">): Taken {
  const { accessKeyID, accessKeyIDSecretRef, secretAccessKeySecretRef, role, hostedZoneID, region } = solver;
  const account = solver.auth?.kubernetes?.serviceAccountRef?.name;
  const hasKeys = Boolean(secretAccessKeySecretRef && (accessKeyID || accessKeyIDSecretRef)) && !account;
  return {
    title: texts.route53,
    plain: withoutEmpty({
      aws_credentials: hasKeys ? "keys" : "ambient",
      aws_access_key_id: hasKeys && !accessKeyIDSecretRef ? accessKeyID : undefined,
      aws_role_arn: role,
      aws_hosted_zone_id: hostedZoneID,
    }),
    secret: hasKeys
      ? references({
          aws_access_key_id: accessKeyIDSecretRef,
          aws_secret_access_key: secretAccessKeySecretRef,
        })
      : {},
    left: [
      ...(hasKeys ? [] : [texts.ambientOfPod]),
      ...(account ? [texts.serviceAccount({ name: account })] : []),
      ...(region ? [texts.region({ region })] : []),
    ],
  };
}

function ofAzure(solver: Of<"azureDNS">): Taken {
  const { environment, zoneType, clientSecretSecretRef: secret, hostedZoneName } = solver;
  if (environment && environment !== "AzurePublicCloud")
    return { title: texts.azureDNS, obstacle: texts.otherAzure({ environment }) };
  if (zoneType === "AzurePrivateZone") return { title: texts.azureDNS, obstacle: texts.privateAzure };
  return {
    title: texts.azureDNS,
    plain: withoutEmpty({
      azure_subscription_id: solver.subscriptionID,
      azure_resource_group: solver.resourceGroupName,
      azure_credentials: secret ? "secret" : "ambient",
      azure_tenant_id: secret ? solver.tenantID : undefined,
      azure_client_id: secret ? solver.clientID : undefined,
    }),
    secret: references({ azure_client_secret: secret }),
    left: [
      ...(secret ? [] : [texts.ambientOfPod]),
      ...(hostedZoneName ? [texts.zoneName({ zone: hostedZoneName })] : []),
    ],
  };
}

/** cert-manager's names of the algorithms, without hyphens, whatever their case; it signs with MD5 if none is named. */
const algorithms: Record<string, string> = {
  HMACSHA1: "hmac-sha1",
  HMACSHA256: "hmac-sha256",
  HMACSHA512: "hmac-sha512",
};

function ofRfc2136(solver: Of<"rfc2136">, zones: string | undefined): Taken {
  const { nameserver, tsigKeyName, tsigAlgorithm = "HMACMD5", tsigSecretSecretRef } = solver;
  if (!tsigKeyName || !tsigSecretSecretRef) return { title: texts.rfc2136, obstacle: texts.noTsig };
  const algorithm = algorithms[tsigAlgorithm.toUpperCase()];
  if (!algorithm) return { title: texts.rfc2136, obstacle: texts.md5({ algorithm: tsigAlgorithm }) };
  return {
    title: texts.rfc2136,
    plain: withoutEmpty({
      rfc2136_server: nameserver,
      rfc2136_key_name: tsigKeyName,
      rfc2136_key_algorithm: algorithm,
      rfc2136_zones: zones,
    }),
    secret: references({ rfc2136_key_secret: tsigSecretSecretRef }),
  };
}

function ofAcmeDns({ host }: Of<"acmeDNS">, zones: string | undefined): Taken {
  return {
    title: texts.acmeDNS,
    plain: {
      manual_zones: zones ?? "*",
      acme_dns_url: /^https?:\/\//.test(host) ? host : `https://${host}`,
    },
    left: [texts.acmeDnsAccounts],
  };
}

function withoutEmpty(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

function references(named: Record<string, Reference>): Record<string, SecretKey> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([key, value]) =>
      value?.name ? [[key, { name: value.name, key: value.key ?? "" }]] : [],
    ),
  );
}
