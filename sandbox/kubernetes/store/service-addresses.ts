import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { ObjectStore } from "./object-store";

const services = { group: "", plural: "services" };

/** Hands out what Services are given once and keep: cluster addresses and node ports. */
export interface ServiceAddresses {
  clusterAddress(): string;
  nodePort(): number;
}

/** @param store where taken addresses are read from, so that a restart repeats none */
export function createServiceAddresses(store: ObjectStore): ServiceAddresses {
  let lastAddress = 10;
  let lastPort = 30_000;
  const addressNumber = (text: string): number => {
    const [, , third = "0", fourth = "0"] = text.split(".");
    return Number(third) * 256 + Number(fourth);
  };
  for (const { object } of store.range(services)) {
    const address = textAt(object, "spec", "clusterIP");
    if (address?.startsWith("10.96.")) lastAddress = Math.max(lastAddress, addressNumber(address));
    for (const port of listAt(object, "spec", "ports")) {
      const node = (port as Record<string, unknown>).nodePort;
      if (typeof node === "number") lastPort = Math.max(lastPort, node);
    }
  }
  return {
    clusterAddress() {
      lastAddress = (lastAddress + 1) % 65_000;
      return `10.96.${lastAddress >> 8}.${lastAddress & 255}`;
    },
    nodePort() {
      lastPort = lastPort >= 32_767 ? 30_001 : lastPort + 1;
      return lastPort;
    },
  };
}
