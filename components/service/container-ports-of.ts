import type { DeploymentView } from "@/lib/api/application";

/** The ports that the containers listen on, in order, each with the Deployments it is of. */
export function containerPortsOf(versions: readonly DeploymentView[]): { port: number; of: string[] }[] {
  const byPort = new Map<number, Set<string>>();
  for (const { name, containers } of versions)
    for (const port of containers.flatMap(({ ports }) => ports))
      byPort.set(port, (byPort.get(port) ?? new Set()).add(name));
  return [...byPort].sort(([one], [other]) => one - other).map(([port, of]) => ({ port, of: [...of] }));
}
