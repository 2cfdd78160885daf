/** Documents to try an import with: of Kubernetes, of Istio, and of the original. They go by one name. */
export const exampleYaml = (name: string) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - name: http
      port: 80
      targetPort: 8080
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: ${name}
spec:
  host: ${name}
  subsets:
    - name: subset1
      labels:
        version: version1
---
# The YAML of Vamp Lamia
kind: VirtualService
name: ${name}
gateways: [mesh]
hosts: [${name}]
routes:
  - protocol: http
    weights:
      - { destination: ${name}, port: 80, version: subset1, weight: 100 }
`;
