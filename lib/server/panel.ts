import { Failure } from "@/lib/gateway/failure";
import { type ClusterRuntime, startCluster } from "./cluster-runtime";
import { type Environment, readEnvironment } from "./environment";
import { type Installation, startInstallation } from "./installation";
import { texts } from "./texts";

/** What a process runs: the installation, and each cluster that it serves. */
export interface Panel {
  readonly installation: Installation;
  readonly clusters: readonly [ClusterRuntime, ...ClusterRuntime[]];
  close(): Promise<void>;
}

/** Throws if the settings or the database can't be used. */
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

/** Instrumentation and routes are separate bundles of one process and share this through `globalThis`. */
const shared = globalThis as typeof globalThis & { lamiaPanel?: Promise<Panel> };

/** The panel of the web process, which checks every object before a page asks for the findings. */
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

/**
 * Sooner than whoever stops the process insists: what doesn't end in order by then is resumed at the next start.
 */
const insistAfterMs = 4900;

/**
 * Starts a process and ends it with the process. If something can't start, one message says so, with what to do. The
 * web process's start script keeps Next from exiting first.
 */
export async function liveWithProcess(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  try {
    const starting = start();
    // A signal may come while it starts.
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => {
        setTimeout(() => process.exit(0), insistAfterMs).unref();
        void starting.then((started) => started.close()).finally(() => process.exit(0));
      });
    await starting;
  } catch (thrown) {
    console.error(reason(thrown));
    process.exit(1);
  }
}

function reason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return texts.notStarted;
  return thrown instanceof Failure && thrown.remedy ? `${thrown.message}\n${thrown.remedy}` : thrown.message;
}
