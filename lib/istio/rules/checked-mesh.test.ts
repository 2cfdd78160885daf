import fc from "fast-check";
import { expect, test } from "vitest";
import { gateway, healthyMesh, httpsServer, virtualService } from "../testing/mesh";
import { type MeshChange, meshChanges } from "../testing/mesh-changes";
import { checkedMesh } from "./checked-mesh";
import { type Check, tallyOf } from "./finding";
import { checks, runChecks } from "./index";
import { emptySnapshot, type ListName, type MeshLists, type MeshSnapshot } from "./mesh/snapshot";

const empty = emptySnapshot();

const keyOf = (object: MeshLists[ListName]) => {
  const { name, namespace = "" }: { name: string; namespace?: string } =
    "metadata" in object ? object.metadata : object;
  return `${namespace}/${name}`;
};

function changed(snapshot: MeshSnapshot, { list, object, isRemoved }: MeshChange): MeshSnapshot {
  const others = (snapshot[list] as MeshLists[ListName][]).filter((each) => keyOf(each) !== keyOf(object));
  return { ...snapshot, [list]: isRemoved ? others : [...others, object] };
}

test("after any sequence of changes, the findings are those of a full check", () => {
  fc.assert(
    fc.property(fc.array(fc.array(meshChanges, { maxLength: 4 }), { maxLength: 12 }), (rounds) => {
      const mesh = checkedMesh(checks, empty);
      let snapshot = empty;
      for (const changes of rounds) {
        snapshot = changes.reduce(changed, snapshot);
        const before = mesh.findings();
        const differences = mesh.update(snapshot);
        expect(mesh.findings()).toEqual(runChecks(snapshot));
        expect(mesh.tally()).toEqual(tallyOf(mesh.findings()));
        if (differences.length === 0) expect(mesh.findings()).toBe(before);
      }
    }),
    { numRuns: 300 },
  );
});

test("unfinished steps are finished before the next change", () => {
  fc.assert(
    fc.property(fc.array(meshChanges, { maxLength: 8 }), fc.nat(20), (changes, taken) => {
      const mesh = checkedMesh(checks, empty);
      const steps = mesh.updateInSteps(healthyMesh());
      for (let step = 0; step < taken; step++) steps.next();
      const snapshot = changes.reduce(changed, healthyMesh());
      mesh.update(snapshot);
      expect(mesh.findings()).toEqual(runChecks(snapshot));
    }),
  );
});

test("after a change, only what it may affect is checked again", () => {
  const looked: string[] = [];
  const spying = checks.map((check) => ({
    ...check,
    run(object: never, mesh: never) {
      const { metadata, name } = object as { metadata?: { name: string }; name: string };
      looked.push(metadata?.name ?? name);
      return (check as Check<never>).run(object, mesh);
    },
  }));
  const first = healthyMesh();
  first.virtualServices.push(
    virtualService("other", ["other"], [], [{ route: [{ destination: { host: "b" } }] }]),
  );
  first.gateways.push(gateway("gw-2", [httpsServer("b.example.com", "own")]));
  const mesh = checkedMesh(spying as unknown as typeof checks, first);
  looked.length = 0;
  const { services } = healthyMesh();
  mesh.update({
    ...first,
    services: services.map((each) => ({ ...each, metadata: { ...each.metadata, labels: { a: "b" } } })),
  });
  expect(looked).toEqual([]);
  mesh.update({ ...first, services: services.filter(({ metadata }) => metadata.name !== "shop") });
  // The VirtualService that routes to it, and the DestinationRule with its subsets; both have its name.
  expect(new Set(looked)).toEqual(new Set(["shop"]));
});
