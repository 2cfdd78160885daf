import { describe, expect, it } from "vitest";
import { builtInSchema } from "@/sandbox/kubernetes/resources/resource-type";
import { mergeRules } from "@/sandbox/kubernetes/schema/published-definitions";
import { applyConfiguration, type ManagedEntry, type Writer } from "./apply";
import { pathText } from "./field-paths";

const schema = mergeRules(builtInSchema("apps", "v1", "Deployment"));
const options = { force: false, time: "2026-01-01T00:00:00Z" };

function applier(manager: string): Writer {
  return { manager, operation: "Apply", apiVersion: "apps/v1" };
}

function containers(...items: unknown[]) {
  return { spec: { template: { spec: { containers: items } } } };
}

function apply(
  live: unknown,
  configuration: unknown,
  entries: ManagedEntry[],
  manager: string,
  force = false,
) {
  return applyConfiguration(live, configuration, schema, entries, applier(manager), { ...options, force });
}

describe("server-side apply", () => {
  it("owns what is applied, item by item in keyed lists", () => {
    const { entries } = apply({}, containers({ name: "shop", image: "shop:1" }), [], "lamia");
    expect([...(entries[0]?.paths ?? [])].map(pathText)).toEqual([
      '.spec.template.spec.containers[name="shop"]',
      '.spec.template.spec.containers[name="shop"].name',
      '.spec.template.spec.containers[name="shop"].image',
    ]);
  });

  it("lets two managers own different containers of one pod", () => {
    const first = apply({}, containers({ name: "a", image: "a:1" }), [], "one");
    const second = apply(first.object, containers({ name: "b", image: "b:1" }), first.entries, "two");
    expect(second.conflicts).toEqual([]);
    expect(second.object).toEqual(containers({ name: "a", image: "a:1" }, { name: "b", image: "b:1" }));
  });

  it("reports a conflict for a field that another manager owns and that would change", () => {
    const first = apply({}, { spec: { replicas: 1 } }, [], "one");
    const second = apply(first.object, { spec: { replicas: 2 } }, first.entries, "two");
    expect(second.conflicts.map(({ owner, path }) => [owner.manager, pathText(path)])).toEqual([
      ["one", ".spec.replicas"],
    ]);
  });

  it("shares a field that two managers apply with the same value", () => {
    const first = apply({}, { spec: { replicas: 1 } }, [], "one");
    const second = apply(first.object, { spec: { replicas: 1 } }, first.entries, "two");
    expect(second.conflicts).toEqual([]);
    expect(second.entries.map(({ paths }) => paths.size)).toEqual([1, 1]);
  });

  it("takes ownership with force", () => {
    const first = apply({}, { spec: { replicas: 1, paused: true } }, [], "one");
    const second = apply(first.object, { spec: { replicas: 2 } }, first.entries, "two", true);
    expect(second.object).toEqual({ spec: { replicas: 2, paused: true } });
    const owners = Object.fromEntries(
      second.entries.map(({ manager, paths }) => [manager, [...paths].map(pathText)]),
    );
    expect(owners).toEqual({ one: [".spec.paused"], two: [".spec.replicas"] });
  });

  it("removes what is no longer applied, unless another manager owns it", () => {
    const labels = { metadata: { labels: { a: "1", b: "2" } } };
    const first = apply({}, labels, [], "one");
    const shared = apply(first.object, { metadata: { labels: { b: "2" } } }, first.entries, "two");
    const last = apply(shared.object, { metadata: {} }, shared.entries, "one");
    expect(last.object).toEqual({ metadata: { labels: { b: "2" } } });
  });

  it("removes a whole item of a keyed list that is no longer applied", () => {
    const first = apply({}, containers({ name: "a", image: "1" }, { name: "b", image: "2" }), [], "one");
    const next = apply(first.object, containers({ name: "a", image: "1" }), first.entries, "one");
    expect(next.object).toEqual(containers({ name: "a", image: "1" }));
  });

  it("keeps the time of an entry when nothing changes", () => {
    const first = apply({}, { spec: { replicas: 1 } }, [], "one");
    const again = applyConfiguration(
      first.object,
      { spec: { replicas: 1 } },
      schema,
      first.entries,
      applier("one"),
      { force: false, time: "2026-02-02T00:00:00Z" },
    );
    expect(again.entries[0]?.time).toBe(options.time);
  });
});
