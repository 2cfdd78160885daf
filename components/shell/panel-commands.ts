"use client";
import { useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useMemo } from "react";
import { leaveBy } from "@/components/ui/overlay/leaving";
import { showToast } from "@/components/ui/overlay/toast";
import { checkGateway } from "@/lib/client/gateways";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { clusterCommands } from "./cluster-commands";
import { type Command, useRegisterCommands } from "./command-registry";
import { objectCommands, openObject } from "./object-commands";

/**
 * What the palette can do wherever one is; on the page of a virtual cluster or an object, with that very one. Draws
 * nothing: a component, so that it need not come with the first load.
 */
export function PanelCommands() {
  const router = useRouter();
  const client = useQueryClient();
  const pathname = usePathname();

  const commands = useMemo(() => {
    const open = openObject(pathname);
    /** With the one that is open, or the only one there is; else one chooses from the list first. */
    async function go(page: string) {
      let name = open?.virtualCluster;
      if (name === undefined) {
        const { pages } = await client.fetchInfiniteQuery(virtualClustersQuery());
        const [first, ...others] = pages.flatMap(({ items }) => items);
        if (first && others.length === 0) name = first.name;
      }
      const href =
        name === undefined ? "/virtual-clusters" : `/virtual-clusters/${encodeURIComponent(name)}/${page}`;
      leaveBy(() => router.push(href));
    }
    const where = open ? ` in ${open.virtualCluster}` : "";
    const made: Command[] = clusterCommands.map(({ page, title, ...command }) => ({
      ...command,
      title: `${title}${where}`,
      run: () => go(page),
    }));
    if (open?.segment === "gateways" && open.name !== undefined) {
      const { virtualCluster, name } = open;
      made.unshift({
        id: "gateway.check",
        title: `Check ${name} now`,
        icon: RotateCw,
        keywords: ["walk", "retry", "check now"],
        run: () => checkNow(virtualCluster, name),
      });
    }
    return [...objectCommands(open), ...made];
  }, [client, router, pathname]);

  useRegisterCommands(commands);
  return null;
}

async function checkNow(virtualCluster: string, name: string) {
  try {
    await checkGateway(virtualCluster, name);
    showToast({ id: `check ${name}`, title: `Checking every step of ${name} now` });
  } catch (error) {
    const description = error instanceof Error ? error.message : undefined;
    showToast({ id: `check ${name}`, tone: "error", title: `${name} cannot be checked now`, description });
  }
}
