/** What the installer's Job brings into the cluster, to be read before one confirms. */
export function WhatIsCreated({ version }: { version: string }) {
  return (
    <ul className="list-disc space-y-1 pl-5 text-muted text-sm">
      <li>
        The namespace <code className="font-mono text-xs">istio-system</code>, where it is missing
      </li>
      <li>Istio's resource definitions, cluster roles and admission webhooks</li>
      <li>
        The control plane <code className="font-mono text-xs">istiod</code> {version}, and the ingress gateway{" "}
        <code className="font-mono text-xs">istio-ingressgateway</code> with a load balancer
      </li>
      <li>
        A Job with a service account of its own that runs Istio's official installer with the rights of a
        cluster administrator; they are taken away as soon as the Job has ended
      </li>
    </ul>
  );
}
