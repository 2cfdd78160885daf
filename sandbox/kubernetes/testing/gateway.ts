/** A Gateway as the panel writes one. */
export function gateway(name: string, credentialName = `${name}-cert`): Record<string, unknown> {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace: "vamp-demo", labels: { app: name } },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          hosts: [`${name}.democluster.net`],
          port: { name: "https", number: 443, protocol: "HTTPS" },
          tls: { mode: "SIMPLE", credentialName },
        },
      ],
    },
  };
}
