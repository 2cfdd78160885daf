/** Two documents to try the import with: one of Istio, one of the original. */
export const exampleYaml = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: shop
spec:
  host: shop
  subsets:
    - name: subset1
      labels:
        version: version1
---
# The YAML of Vamp Lamia
kind: VirtualService
name: shop
gateways: [shop-gateway]
hosts: [shop.democluster.net]
routes:
  - protocol: http
    weights:
      - { destination: shop, port: 9191, version: subset1, weight: 100 }
`;
