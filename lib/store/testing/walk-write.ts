import type { Report } from "@/lib/gateway/walk/report";
import type { CertificateRow, WalkWrite } from "../rows";

const at = "2026-03-01T10:00:00.000Z";

/** What a visit of `gateway` in the virtual cluster `vamp-demo` would write. */
export function walkWrite(gateway: string, over: Partial<WalkWrite["walk"]> = {}): WalkWrite {
  const host = `${gateway}.example.net`;
  const key = `vamp-demo/${gateway}:443=${host}`;
  const walk = { key, virtualCluster: "vamp-demo", gateway, host, port: 443, state: "waiting", ...over };
  return {
    walk: { nextVisitAt: null, updatedAt: at, ...walk },
    reports: [report("address"), report("zone")],
  };
}

export function report(step: Report["step"], over: Partial<Report> = {}): Report {
  const times = { at, since: at, startedAt: at, retryAt: null };
  return {
    step,
    state: "done",
    note: "found",
    remedy: null,
    fact: { ipv4: ["192.0.2.1"] },
    attempts: 1,
    ...times,
    ...over,
  };
}

export function certificate(write: WalkWrite, over: Partial<CertificateRow> = {}): CertificateRow {
  const { key, virtualCluster, gateway, host } = write.walk;
  return {
    key,
    virtualCluster,
    gateway,
    host,
    names: [host],
    issuer: "Test CA",
    serial: "1A2B",
    notBefore: at,
    notAfter: "2026-06-01T10:00:00.000Z",
    renewAt: null,
    secretRef: null,
    ariId: null,
    updatedAt: at,
    ...over,
  };
}
