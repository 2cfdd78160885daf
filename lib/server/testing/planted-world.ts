import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import type { Metadata, MetadataKey } from "@/lib/dns/provider-definition";
import { registrars } from "@/lib/dns/registrars/registry";
import { providers } from "@/lib/dns/registry";
import { revealed } from "@/lib/model/settings";
import { notifyKeys } from "@/lib/notify/sinks";
import type { RunningSandbox } from "@/sandbox/start";
import { cloudDnsMetadata, putMetadata } from "./configure-provider";
import type { Secret } from "./secret-search";

/** A virtual cluster with settings of its own, of which some are secret. */
interface Planted {
  namespace: string;
  host: string;
  keys: readonly MetadataKey[];
  metadata: Metadata;
}

const random = (bytes: number) => randomBytes(bytes).toString("hex");

/** Settings of every kind. Nobody accepts the credentials of providers, so that each also gets into errors. */
function plants(receiver: string, cloudDns: Metadata): Planted[] {
  const plant = (name: string, keys: readonly MetadataKey[], metadata: Metadata): Planted => ({
    namespace: `team-${name}`,
    host: `shop.${name}-team.net`,
    keys,
    metadata,
  });
  return [
    plant("cloudflare", providers.cloudflare.keys, { cloudflare_api_token: random(20) }),
    plant("digitalocean", providers.digitalocean.keys, { digitalocean_token: `dop_v1_${random(32)}` }),
    plant("route53", providers.route53.keys, {
      aws_access_key_id: `AKIA${random(8).toUpperCase()}`,
      aws_secret_access_key: randomBytes(30).toString("base64"),
    }),
    plant("azure", providers.azure.keys, {
      azure_subscription_id: randomUUID(),
      azure_resource_group: "zones",
      azure_tenant_id: randomUUID(),
      azure_client_id: randomUUID(),
      azure_client_secret: `a~b${random(18)}`,
    }),
    plant("rfc2136", providers.rfc2136.keys, {
      rfc2136_server: "127.0.0.1:1",
      rfc2136_key_name: "lamia",
      rfc2136_key_secret: randomBytes(32).toString("base64"),
    }),
    plant("namecom", registrars.namecom.keys, { namecom_user: "somebody", namecom_token: random(20) }),
    plant("eab", [...acmeKeys, ...providers.google.keys], {
      ...cloudDns,
      acme_eab_kid: "kid-1",
      acme_eab_hmac: randomBytes(33).toString("base64url"),
    }),
    plant("notified", notifyKeys as readonly MetadataKey[], {
      slack_webhook: `${receiver}/services/${random(12)}/${random(12)}`,
      webhook_url: `${receiver}/hook`,
      webhook_secret: `s3cr&t ${random(16)}`,
    }),
  ];
}

/** Puts them into the cluster, as GitOps would. Returns their secrets, and the places that ask for walks. */
export function plantSettings(sandbox: RunningSandbox, receiver: string) {
  const planted = plants(receiver, cloudDnsMetadata(sandbox));
  const secrets: Secret[] = [];
  for (const { namespace, host, keys, metadata } of planted) {
    sandbox.kubernetes.objects.put(
      { group: "", plural: "namespaces" },
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: namespace, labels: { "lamia.dev/managed": "true" } },
      },
    );
    putMetadata(sandbox, keys, metadata, namespace);
    putGatewayIn(sandbox, namespace, host);
    for (const { key, secret } of keys) {
      const value = revealed(metadata, key);
      // Of an address, only its path is for nobody else.
      const isUrl = value?.startsWith("http");
      if (secret && value)
        secrets.push({ name: `${key} of ${namespace}`, value: isUrl ? new URL(value).pathname : value });
    }
  }
  return { secrets, places: planted.map(({ namespace, host }) => ({ namespace, host })) };
}

function putGatewayIn({ kubernetes }: RunningSandbox, namespace: string, host: string): void {
  kubernetes.objects.put(
    { group: "networking.istio.io", plural: "gateways" },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: "shop", namespace, annotations: { "lamia.dev/secured-hosts": `443=${host}` } },
      spec: {
        selector: { istio: "ingressgateway" },
        servers: [
          {
            port: { number: 443, name: "https", protocol: "HTTPS" },
            hosts: [host],
            tls: { mode: "SIMPLE", credentialName: `${namespace}-tls` },
          },
        ],
      },
    },
  );
}

/** Takes notifications, and keeps all that it receives but the line with its own address. */
export async function startReceiver() {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    heard.push(`${JSON.stringify(request.headers)}\n${await text(request)}`);
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, heard, close: () => server.close() };
}

/** The private values of Lamia's own Secrets and of published ones, as long as they are readable. */
export function keysOf({ kubernetes }: RunningSandbox): Secret[] {
  const stored = kubernetes.objects.list({ group: "", plural: "secrets" });
  return stored.flatMap(({ metadata, data = {} }) =>
    Object.entries(data as Record<string, string>).flatMap(([key, value]) => {
      const isOfLamia = metadata.namespace === "lamia-system" || /-tls$/.test(metadata.name ?? "");
      if (!isOfLamia || !/key$/.test(key)) return [];
      const name = `${key} of ${metadata.namespace}/${metadata.name}`;
      return [{ name, value: Buffer.from(value, "base64").toString() }];
    }),
  );
}
