import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { texts } from "./texts";

export interface Metrics {
  registry: Registry;
  observeRequest(method: string, path: string, status: number, seconds: number): void;
  observeVisit(seconds: number): void;
  /** Includes this cluster. Returns the function that excludes it again. */
  measure(cluster: ClusterSources): () => void;
}

/** What is read of a cluster at the moment of a scrape. */
interface ClusterSources {
  walksByState(): Record<string, number>;
  runnerLoad(): { attending: number; walking: number; waiting: number };
  certificateEnds(): readonly Date[];
  isConnected(): boolean;
}

interface Sources {
  openCleanups(): Promise<number>;
}

export function createMetrics({ openCleanups }: Sources): Metrics {
  const clusters = new Set<ClusterSources>();
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "lamia_http_request_duration_seconds",
    help: texts.requestSeconds,
    labelNames: ["method", "path", "status"] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const visits = new Histogram({
    name: "lamia_walk_duration_seconds",
    help: texts.walkSeconds,
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers,
  });
  new Gauge({
    name: "lamia_secured_hosts",
    help: texts.hostsByState,
    labelNames: ["state"] as const,
    registers,
    collect() {
      this.reset();
      for (const cluster of clusters)
        for (const [state, count] of Object.entries(cluster.walksByState())) this.inc({ state }, count);
    },
  });
  new Gauge({
    name: "lamia_runner_visits",
    help: texts.hostsByRunner,
    labelNames: ["phase"] as const,
    registers,
    collect() {
      this.reset();
      for (const cluster of clusters)
        for (const [phase, count] of Object.entries(cluster.runnerLoad())) this.inc({ phase }, count);
    },
  });
  new Gauge({
    name: "lamia_cleanup_tasks_open",
    help: texts.openCleanups,
    registers,
    async collect() {
      this.set(await openCleanups());
    },
  });
  new Gauge({
    name: "lamia_certificate_first_end_timestamp_seconds",
    help: texts.firstExpiry,
    registers,
    collect() {
      const ends = [...clusters].flatMap((cluster) =>
        cluster.certificateEnds().map((end) => end.getTime() / 1000),
      );
      this.set(ends.length > 0 ? Math.min(...ends) : 0);
    },
  });
  new Gauge({
    name: "lamia_cluster_connected",
    help: texts.connected,
    registers,
    collect() {
      this.set([...clusters].every((cluster) => cluster.isConnected()) ? 1 : 0);
    },
  });
  return {
    registry,
    observeRequest: (method, path, status, seconds) =>
      requests.observe({ method, path, status: String(status) }, seconds),
    observeVisit: (seconds) => visits.observe(seconds),
    measure(cluster) {
      clusters.add(cluster);
      return () => clusters.delete(cluster);
    },
  };
}
