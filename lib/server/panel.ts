import { type ClusterRuntime, startCluster } from "./cluster-runtime";
import { type Environment, readEnvironment } from "./environment";
import { type Installation, startInstallation } from "./installation";

/** What a process runs: the installation, and each cluster that it looks after. */
export interface Panel {
  readonly installation: Installation;
  readonly clusters: readonly [ClusterRuntime, ...ClusterRuntime[]];
  close(): Promise<void>;
}

/** Throws when the settings or the database cannot be used. */
export async function startPanel(environment: Environment): Promise<Panel> {
  const installation = await startInstallation(environment);
  try {
    const home = await startCluster(installation, installation.home);
    return {
      installation,
      clusters: [home],
      async close() {
        await home.close();
        await installation.close();
      },
    };
  } catch (thrown) {
    await installation.close();
    throw thrown;
  }
}

/** The cluster that a request is about. No address names one yet, so it is the one in which Lamia is installed. */
export function clusterOf({ clusters: [home] }: Pick<Panel, "clusters">): ClusterRuntime {
  return home;
}

/** Instrumentation and routes are separate bundles of one process: what they share hangs on `globalThis`. */
const shared = globalThis as typeof globalThis & { lamiaPanel?: Promise<Panel> };

/** The panel of the web process, whose pages have it look at every object before somebody asks for the findings. */
export function getPanel(): Promise<Panel> {
  shared.lamiaPanel ??= startPanel(readEnvironment()).then(
    (panel) => {
      for (const { mesh, cache } of panel.clusters) void mesh.prepare(cache.synced);
      return panel;
    },
    (thrown: unknown) => {
      delete shared.lamiaPanel;
      throw thrown;
    },
  );
  return shared.lamiaPanel;
}
