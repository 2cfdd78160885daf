/** Releases of Istio that can be installed, newest first. https://istio.io/latest/docs/releases/supported-releases/ */
export const istioVersions = [
  { version: "1.27.3", note: "Recommended: what the panel is tested with." },
  { version: "1.26.6", note: "The release before." },
  { version: "1.25.5", note: "For clusters of Kubernetes 1.29." },
] as const;
