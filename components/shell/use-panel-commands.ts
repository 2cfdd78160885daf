"use client";
import { useQueryClient } from "@tanstack/react-query";
import { FileKey2, Network, RotateCw } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useMemo } from "react";
import { showToast } from "@/components/ui/toast";
import { checkGateway } from "@/lib/client/gateways";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { type Command, useRegisterCommands } from "./command-registry";

const ofPath = /^\/virtual-clusters\/([^/]+)(?:\/gateways\/([^/]+))?/;

/** What the palette can do wherever one is; on a virtual cluster's or a gateway's page, with that very one. */
export function usePanelCommands(): void {
  const router = useRouter();
  const client = useQueryClient();
  const [, virtualCluster, gateway] = ofPath.exec(usePathname()) ?? [];

  const commands = useMemo(() => {
    /** With the one that is open, or the only one there is; else one chooses from the list first. */
    async function go(page: string) {
      let name = virtualCluster;
      if (name === undefined) {
        const { pages } = await client.fetchInfiniteQuery(virtualClustersQuery());
        const [first, ...others] = pages.flatMap(({ items }) => items);
        if (first && others.length === 0) name = encodeURIComponent(first.name);
      }
      router.push(name === undefined ? "/virtual-clusters" : `/virtual-clusters/${name}/${page}`);
    }
    const where = virtualCluster === undefined ? "" : ` in ${decodeURIComponent(virtualCluster)}`;
    const made: Command[] = [
      {
        id: "gateway.create",
        title: `Create a gateway${where}`,
        icon: Network,
        keywords: ["new", "secured host"],
        run: () => go("gateways/new"),
      },
      {
        id: "metadata.edit",
        title: `Edit metadata${where}`,
        icon: FileKey2,
        keywords: ["google", "dns provider", "service account"],
        run: () => go("metadata"),
      },
    ];
    if (virtualCluster !== undefined && gateway !== undefined && gateway !== "new") {
      const name = decodeURIComponent(gateway);
      made.unshift({
        id: "gateway.check",
        title: `Check ${name} now`,
        icon: RotateCw,
        keywords: ["walk", "retry", "check now"],
        run: () => checkNow(decodeURIComponent(virtualCluster), name),
      });
    }
    return made;
  }, [client, router, virtualCluster, gateway]);

  useRegisterCommands(commands);
}

async function checkNow(virtualCluster: string, name: string) {
  try {
    await checkGateway(virtualCluster, name);
    showToast({ id: `check ${name}`, title: `Looking at every step of ${name} now` });
  } catch (error) {
    const description = error instanceof Error ? error.message : undefined;
    showToast({ id: `check ${name}`, tone: "error", title: `${name} cannot be checked now`, description });
  }
}
