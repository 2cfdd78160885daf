import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  registry: Registry;
  observeRequest(method: string, path: string, status: number, seconds: number): void;
  observeVisit(seconds: number): void;
}

/** What is read at the moment of a scrape. */
export interface MetricSources {
  walksByState(): Record<string, number>;
  runnerLoad(): { attending: number; walking: number; waiting: number };
  openCleanups(): Promise<number>;
  certificateEnds(): readonly Date[];
  clusterConnected(): boolean;
}

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "lamia_http_request_duration_seconds",
    help: "Time taken by requests of the REST API",
    labelNames: ["method", "path", "status"] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const visits = new Histogram({
    name: "lamia_walk_duration_seconds",
    help: "Time taken by one walk of one secured host, waits between walks not counted",
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers,
  });
  new Gauge({
    name: "lamia_secured_hosts",
    help: "Secured hosts by the state of their walk",
    labelNames: ["state"] as const,
    registers,
    collect() {
      this.reset();
      for (const [state, count] of Object.entries(sources.walksByState())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "lamia_runner_visits",
    help: "Secured hosts that the runner attends, walks, and has waiting",
    labelNames: ["phase"] as const,
    registers,
    collect() {
      for (const [phase, count] of Object.entries(sources.runnerLoad())) this.set({ phase }, count);
    },
  });
  new Gauge({
    name: "lamia_cleanup_tasks_open",
    help: "Cleanup tasks that are not done yet",
    registers,
    async collect() {
      this.set(await sources.openCleanups());
    },
  });
  new Gauge({
    name: "lamia_certificate_first_end_timestamp_seconds",
    help: "When the first of all certificates ends; 0 without certificates",
    registers,
    collect() {
      const ends = sources.certificateEnds().map((end) => end.getTime() / 1000);
      this.set(ends.length > 0 ? Math.min(...ends) : 0);
    },
  });
  new Gauge({
    name: "lamia_cluster_connected",
    help: "1 while the watches of the cluster are open",
    registers,
    collect() {
      this.set(sources.clusterConnected() ? 1 : 0);
    },
  });
  return {
    registry,
    observeRequest: (method, path, status, seconds) =>
      requests.observe({ method, path, status: String(status) }, seconds),
    observeVisit: (seconds) => visits.observe(seconds),
  };
}
