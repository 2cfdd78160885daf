import { deployment } from "./deployment";

const shopNamespace = "vamp-demo";

/** The Namespace of the demo: with sidecar injection, which is what makes it a virtual cluster. */
export function shopNamespaceObject(): Record<string, unknown> {
  const metadata = { name: shopNamespace, labels: { "istio-injection": "enabled" } };
  return { apiVersion: "v1", kind: "Namespace", metadata };
}

/** The shop's two versions; its Service is the user's to create. */
export function shopDeployments(): Record<string, unknown>[] {
  return ["1", "2"].map((major) => {
    const labels = { app: "shop", deployment: `shop-v${major}`, version: `v${major}` };
    return deployment({
      name: `shop-v${major}`,
      namespace: shopNamespace,
      labels,
      selector: labels,
      container: {
        name: "shop",
        image: `vamp/shop:${major}.0`,
        ports: [{ name: "http", containerPort: 9191 }],
      },
    });
  });
}
