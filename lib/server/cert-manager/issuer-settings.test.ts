import { expect, test } from "vitest";
import { wellKnownKey } from "@/lib/server/views/metadata-view";
import { settingsOfIssuer } from "./issuer-settings";

const server = "https://acme-v02.api.letsencrypt.org/directory";
const ref = (name: string, key: string) => ({ name, key });
const taken = (dns01: object, acme: object = {}, selector?: object) =>
  settingsOfIssuer({ acme: { server, solvers: [{ dns01, selector }], ...acme } })?.[0];

test.each([
  [
    "Cloud DNS",
    { cloudDNS: { project: "my-project", serviceAccountSecretRef: ref("dns", "key.json") } },
    { google_project_id: "my-project", google_credentials: "key" },
    { google_service_account: ref("dns", "key.json") },
  ],
  [
    "Cloud DNS with cert-manager's own identity",
    { cloudDNS: { project: "my-project", hostedZoneName: "example-com" } },
    { google_project_id: "my-project", google_credentials: "ambient", google_managed_zone: "example-com" },
    {},
  ],
  [
    "Cloudflare with a token",
    { cloudflare: { apiTokenSecretRef: ref("cf", "token") } },
    {},
    { cloudflare_api_token: ref("cf", "token") },
  ],
  [
    "Route 53 with keys",
    {
      route53: {
        region: "eu-central-1",
        hostedZoneID: "Z0123456789",
        accessKeyID: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKeySecretRef: ref("aws", "secret"),
      },
    },
    { aws_credentials: "keys", aws_access_key_id: "AKIAIOSFODNN7EXAMPLE", aws_hosted_zone_id: "Z0123456789" },
    { aws_secret_access_key: ref("aws", "secret") },
  ],
  [
    "Route 53 with a role",
    {
      route53: {
        role: "arn:aws:iam::123456789012:role/dns",
        auth: { kubernetes: { serviceAccountRef: { name: "cm" } } },
      },
    },
    { aws_credentials: "ambient", aws_role_arn: "arn:aws:iam::123456789012:role/dns" },
    {},
  ],
  [
    "Azure DNS with a service principal",
    {
      azureDNS: {
        subscriptionID: "01234567-89ab-cdef-0123-456789abcdef",
        resourceGroupName: "dns",
        tenantID: "11234567-89ab-cdef-0123-456789abcdef",
        clientID: "21234567-89ab-cdef-0123-456789abcdef",
        clientSecretSecretRef: ref("azure", "secret"),
        environment: "AzurePublicCloud",
      },
    },
    {
      azure_subscription_id: "01234567-89ab-cdef-0123-456789abcdef",
      azure_resource_group: "dns",
      azure_credentials: "secret",
      azure_tenant_id: "11234567-89ab-cdef-0123-456789abcdef",
      azure_client_id: "21234567-89ab-cdef-0123-456789abcdef",
    },
    { azure_client_secret: ref("azure", "secret") },
  ],
  [
    "DigitalOcean",
    { digitalocean: { tokenSecretRef: ref("do", "access-token") } },
    {},
    { digitalocean_token: ref("do", "access-token") },
  ],
  [
    "RFC 2136",
    {
      rfc2136: {
        nameserver: "192.0.2.53:53",
        tsigKeyName: "lamia",
        tsigAlgorithm: "HMACSHA512",
        tsigSecretSecretRef: ref("tsig", "key"),
      },
    },
    { rfc2136_server: "192.0.2.53:53", rfc2136_key_name: "lamia", rfc2136_key_algorithm: "hmac-sha512" },
    { rfc2136_key_secret: ref("tsig", "key") },
  ],
  [
    "acme-dns",
    { acmeDNS: { host: "auth.example.org", accountSecretRef: ref("acme-dns", "accounts.json") } },
    { manual_zones: "*", acme_dns_url: "https://auth.example.org" },
    {},
  ],
])(
  "of %s, Lamia takes settings under keys that it knows, and secrets by their place only",
  (_, dns01, plain, secret) => {
    const settings = taken(dns01);
    expect(settings).toMatchObject({ obstacle: null, secret });
    expect(settings?.plain).toEqual({ acme_ca: "letsencrypt", acme_challenge: "dns-01", ...plain });
    for (const [key, value] of Object.entries(settings?.plain ?? {}))
      expect([key, wellKnownKey(key)?.schema.safeParse(value).success]).toEqual([key, true]);
    for (const key of Object.keys(settings?.secret ?? {})) expect(wellKnownKey(key)).toBeDefined();
  },
);

test.each([
  ["Akamai", { akamai: {} }, "Akamai"],
  [
    "a webhook of cert-manager",
    { webhook: { groupName: "acme.example.org", solverName: "hetzner" } },
    "external-dns webhook",
  ],
  [
    "a global API key",
    { cloudflare: { email: "me@example.org", apiKeySecretRef: ref("cf", "key") } },
    "API tokens",
  ],
  ["updates without a signature", { rfc2136: { nameserver: "192.0.2.53" } }, "TSIG"],
  [
    "signatures with MD5, which cert-manager uses if nothing else is named",
    { rfc2136: { nameserver: "192.0.2.53", tsigKeyName: "k", tsigSecretSecretRef: ref("tsig", "key") } },
    "HMACMD5",
  ],
  ["another Azure cloud", { azureDNS: { environment: "AzureChinaCloud" } }, "AzureChinaCloud"],
  ["a private zone", { azureDNS: { zoneType: "AzurePrivateZone" } }, "private"],
  ["a provider that is newer than this", { somethingDNS: {} }, "no DNS provider"],
])("of %s, nothing can be taken, and Lamia says why", (_, dns01, words) => {
  const settings = taken(dns01);
  expect(settings?.obstacle).toContain(words);
  expect(settings).toMatchObject({ plain: {}, secret: {} });
});

test("the CA comes along: its directory, chain, profile and external account; not its account or email", () => {
  const settings = taken(
    { cloudflare: { apiTokenSecretRef: ref("cf", "token") } },
    {
      server: "https://ca.example.org/directory",
      email: "ops@example.org",
      preferredChain: "Root X1",
      profile: "tlsserver",
      skipTLSVerify: true,
      privateKeySecretRef: { name: "account" },
      externalAccountBinding: { keyID: "kid-1", keySecretRef: ref("eab", "hmac"), keyAlgorithm: "HS512" },
    },
    { dnsZones: ["example.org"] },
  );
  expect(settings?.plain).toMatchObject({
    acme_ca: "https://ca.example.org/directory",
    acme_preferred_chain: "Root X1",
    acme_profile: "tlsserver",
    acme_eab_kid: "kid-1",
  });
  expect(settings?.secret.acme_eab_hmac).toEqual(ref("eab", "hmac"));
  expect(JSON.stringify([settings?.plain, settings?.secret])).not.toMatch(/ops@|"account"/);
  for (const word of ["LAMIA_ACME_EMAIL", "skipTLSVerify", "HS512", "selector"])
    expect(settings?.left.join()).toContain(word);
});

test("an issuer of another kind, and one that no schema has validated, offers nothing", () => {
  for (const spec of [{ ca: { secretName: "ca" } }, { vault: {} }, null, "x", { acme: { solvers: {} } }])
    expect(settingsOfIssuer(spec)).toBeNull();
  expect(settingsOfIssuer({ acme: { server, solvers: [{ http01: { ingress: {} } }] } })).toMatchObject([
    { plain: { acme_challenge: "http-01" }, obstacle: null },
  ]);
});
