import { z } from "zod";
import { directories } from "@/lib/acme/named-cas";
import { azureDNSSolver, ofAzure } from "@/lib/dns/azure/cert-manager";
import {
  reference,
  references,
  type SecretKey,
  type TakenSolver,
  text,
  withoutEmpty,
} from "@/lib/dns/cert-manager/solver";
import { texts } from "@/lib/dns/cert-manager/texts";
import { cloudflareSolver, ofCloudflare } from "@/lib/dns/cloudflare/cert-manager";
import { digitaloceanSolver, ofDigitalOcean } from "@/lib/dns/digitalocean/cert-manager";
import { cloudDNSSolver, ofCloudDns } from "@/lib/dns/google/cert-manager";
import { acmeDNSSolver, ofAcmeDns } from "@/lib/dns/manual/cert-manager";
import { ofRfc2136, rfc2136Solver } from "@/lib/dns/rfc2136/cert-manager";
import { ofRoute53, route53Solver } from "@/lib/dns/route53/cert-manager";

/**
 * The fields of an Issuer or ClusterIssuer (`cert-manager.io/v1`) that Lamia reads. What else there is passes.
 * https://cert-manager.io/docs/reference/api-docs/#acme.cert-manager.io/v1.ACMEIssuer
 */
const dns01 = z.looseObject({
  cloudDNS: cloudDNSSolver.optional(),
  cloudflare: cloudflareSolver.optional(),
  route53: route53Solver.optional(),
  azureDNS: azureDNSSolver.optional(),
  digitalocean: digitaloceanSolver.optional(),
  rfc2136: rfc2136Solver.optional(),
  acmeDNS: acmeDNSSolver.optional(),
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

function settingsOfSolver({ http01, dns01, selector }: Solver): TakenSolver {
  if (http01) return { title: texts.http01, plain: { acme_challenge: "http-01" }, left: [texts.httpOptions] };
  const zones = selector?.dnsZones?.join(", ");
  const taken =
    (dns01?.cloudDNS && ofCloudDns(dns01.cloudDNS)) ??
    (dns01?.cloudflare && ofCloudflare(dns01.cloudflare)) ??
    (dns01?.route53 && ofRoute53(dns01.route53)) ??
    (dns01?.azureDNS && ofAzure(dns01.azureDNS)) ??
    (dns01?.rfc2136 && ofRfc2136(dns01.rfc2136, zones)) ??
    (dns01?.acmeDNS && ofAcmeDns(dns01.acmeDNS, zones)) ??
    (dns01?.digitalocean && ofDigitalOcean(dns01.digitalocean));
  if (taken) return { ...taken, plain: { ...taken.plain, acme_challenge: "dns-01" } };
  if (dns01?.akamai) return { title: texts.akamai, obstacle: texts.noAkamai };
  if (dns01?.webhook) {
    const { solverName = "", groupName = "" } = dns01.webhook;
    return { title: texts.webhook({ solver: solverName, group: groupName }), obstacle: texts.noWebhook };
  }
  return { title: texts.unknownSolver, obstacle: texts.noSolver };
}
