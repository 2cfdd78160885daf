interface DeploymentParts {
  name: string;
  namespace: string;
  /** Labels of the object and of its pods. */
  labels: Record<string, string>;
  selector: Record<string, string>;
  annotations?: Record<string, string>;
  container: { name: string; image: string; ports: { name?: string; containerPort: number }[] };
  replicas?: number;
  serviceAccountName?: string;
}

/** An apps/v1 Deployment of one container. */
export function deployment(parts: DeploymentParts): Record<string, unknown> {
  const {
    name,
    namespace,
    labels,
    selector,
    annotations,
    container,
    replicas = 1,
    serviceAccountName,
  } = parts;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...labels, ...selector }, ...(annotations && { annotations }) },
        spec: { containers: [container], ...(serviceAccountName && { serviceAccountName }) },
      },
    },
  };
}
