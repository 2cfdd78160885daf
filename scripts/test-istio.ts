import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBinaries, missingTools } from "@/e2e/istio/binaries";
import { tallyOfVitest } from "./checks/tally";

/**
 * `npm run test:istio`: the panel on a real kube-apiserver, etcd, istiod and Envoy. Not part of `npm test`, because
 * the programs take long to build. Everything runs in its own network namespace, where the ingress has an address
 * and port 443.
 */
const missing = missingTools();
if (missing.length > 0) {
  console.log(`Skipped: the tests on real Istio need ${missing.join(", ")}.\n0 passed, 0 failed, 1 skipped`);
  process.exit(0);
}
const binaries = buildBinaries();
const root = join(import.meta.dirname, "..");
const reports = mkdtempSync(join(tmpdir(), "lamia-istio-report-"));
const report = join(reports, "istio.json");
const words = [
  process.execPath,
  join(root, "node_modules", "vitest", "vitest.mjs"),
  ...["run", "--project", "istio", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  ...process.argv.slice(2),
];
// Addresses of the node and its pods, and of the ingresses' load balancers.
const inside =
  'ip link set lo up; for last in 1 2 3 4 5; do ip addr add "10.77.0.$last/32" dev lo || exit 1; done; exec "$@"';
const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
const done = spawnSync("unshare", [...user, "--net", "--", "sh", "-c", inside, "sh", ...words], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, LAMIA_TEST_ISTIO: JSON.stringify(binaries) },
});
try {
  const { passed, failed, skipped, failures } = tallyOfVitest(readFileSync(report, "utf8"));
  if (failures.length > 0) console.log(["\nFailed:", ...failures].join("\n  "));
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
} catch {
  console.log("0 passed, 1 failed");
} finally {
  rmSync(reports, { recursive: true, force: true });
}
process.exit(done.status ?? 1);
