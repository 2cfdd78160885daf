import { readFileSync } from "node:fs";
import pLimit from "p-limit";
import { zonesOf } from "@/bench/floor/names";
import type { Site } from "@/bench/measures/panel-walks";
import type { SandboxFile } from "@/sandbox/sandbox-file";
import { clusterApi } from "../cluster";
import { certificatesOf } from "../floor/certificates";
import { namesFrom } from "../floor/names";
import { type FloorTools, walkOnce } from "../floor/walk-once";
import { nowMs, offer } from "./spawn";

/** The floor: the same protocol calls with plain libraries, in its own process like the panel. */
const file = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as SandboxFile;
const tools: FloorTools = {
  cluster: clusterApi(file.kubeconfig),
  zoneOf: await zonesOf(file.cloudDns.endpoint, file.googleServiceAccountFile),
  names: namesFrom(file.dns),
  certificates: await certificatesOf(file.acme.directory),
  ingressPort: file.ingress.ports["443"],
};

offer({
  /** Milliseconds that one walk took. */
  async one(site: Site) {
    const startedAt = nowMs();
    const tidy = await walkOnce(tools, site);
    const ms = nowMs() - startedAt;
    await tidy();
    return ms;
  },
  /** Milliseconds until all of them were open, at this concurrency. */
  async many({ sites, atOnce }: { sites: Site[]; atOnce: number }) {
    const limit = pLimit(atOnce);
    const startedAt = nowMs();
    const tidyings = await Promise.all(sites.map((site) => limit(() => walkOnce(tools, site))));
    const ms = nowMs() - startedAt;
    await Promise.all(tidyings.map((tidy) => limit(tidy)));
    return ms;
  },
});
process.send?.("ready");
