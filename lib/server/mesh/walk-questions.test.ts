import { expect, test } from "vitest";
import { runChecks } from "@/lib/istio/rules";
import { tallyOf } from "@/lib/istio/rules/finding";
import { lookupsOf } from "@/lib/istio/rules/mesh/lookups";
import { meshOf } from "@/lib/istio/rules/mesh/mesh";
import type { MeshSnapshot, SecretSummary } from "@/lib/istio/rules/mesh/snapshot";
import { gateway, healthyMesh, host, httpsServer } from "@/lib/istio/testing/mesh";
import { brokenNeighbours } from "./walk-questions";

const target = {
  host,
  port: 443,
  gateway: { namespace: "vamp-demo", name: "gw-1" },
  selector: { istio: "ingressgateway" },
  server: null,
};

function withNeighbour(state: SecretSummary["state"], selector = { istio: "ingressgateway" }): MeshSnapshot {
  const snapshot = healthyMesh();
  const neighbour = gateway("gw-2", [httpsServer("b.example.com", "theirs")]);
  neighbour.spec.selector = selector;
  snapshot.gateways.push(neighbour);
  snapshot.secrets.push({ namespace: "istio-system", name: "theirs", ...(state ? { state } : {}) });
  return snapshot;
}

const askedOf = (snapshot: MeshSnapshot) => ({
  lookups: () => meshOf(lookupsOf(snapshot)),
  tally: () => tallyOf(runChecks(snapshot)),
});
const neighboursIn = (snapshot: MeshSnapshot) => brokenNeighbours(askedOf(snapshot))(target);

test.each(["mismatched", "unusable"] as const)("a neighbour's Secret that is %s is named", (state) => {
  const [sentence, ...others] = neighboursIn(withNeighbour(state));
  expect(sentence).toContain("Secret istio-system/theirs of Gateway vamp-demo/gw-2");
  expect(others).toEqual([]);
});

test.each([undefined, "absent", "incomplete", "expired", "unreadable"] as const)(
  "one that is %s keeps nobody else from being served",
  (state) => {
    expect(neighboursIn(withNeighbour(state))).toEqual([]);
  },
);

test("a Secret on another ingress is no neighbor", () => {
  expect(neighboursIn(withNeighbour("mismatched", { istio: "elsewhere" }))).toEqual([]);
});

test("a port that Envoy rejects is named first, for hosts on it only", () => {
  const snapshot = withNeighbour("mismatched");
  for (const scope of ["x", "y"])
    snapshot.gateways.push(
      gateway(`of-${scope}`, [{ ...httpsServer("c.example.com"), hosts: [`${scope}/c.example.com`] }]),
    );
  const sentences = neighboursIn(snapshot);
  expect(sentences).toHaveLength(2);
  expect(sentences[0]).toMatch(/^Gateway vamp-demo\/of-x: .*rejects the whole port/);
  const elsewhere = brokenNeighbours(askedOf(snapshot))({ ...target, port: 8443 });
  expect(elsewhere).toHaveLength(1);
});

test("many walks ask the mesh once a second", () => {
  const state = { now: 0, lookups: 0 };
  const mesh = askedOf(withNeighbour("mismatched"));
  const ask = brokenNeighbours(
    {
      lookups() {
        state.lookups += 1;
        return mesh.lookups();
      },
      tally() {
        state.lookups += 1;
        return mesh.tally();
      },
    },
    () => state.now,
  );
  for (let count = 0; count < 20; count++) expect(ask(target)).toHaveLength(1);
  expect(state.lookups).toBe(2);
  state.now = 1000;
  ask(target);
  expect(state.lookups).toBe(4);
});
