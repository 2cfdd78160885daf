export const nodeName = "sandbox-control-plane";

/** The one node that everything runs on. */
export function nodeObject(): Record<string, unknown> {
  const labels = {
    "kubernetes.io/hostname": nodeName,
    "kubernetes.io/os": "linux",
    "node-role.kubernetes.io/control-plane": "",
  };
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: nodeName, labels },
    spec: { podCIDR: "10.244.0.0/16" },
    status: {
      addresses: [
        { type: "InternalIP", address: "127.0.0.1" },
        { type: "Hostname", address: nodeName },
      ],
      capacity: { cpu: "8", memory: "16Gi", pods: "110" },
      conditions: [
        {
          type: "Ready",
          status: "True",
          reason: "KubeletReady",
          message: "kubelet is posting ready status",
          lastHeartbeatTime: at,
          lastTransitionTime: at,
        },
      ],
      nodeInfo: {
        kubeletVersion: "v1.32.4",
        osImage: "Sandbox",
        architecture: "amd64",
        operatingSystem: "linux",
      },
    },
  };
}
