import { hasSpec } from "@/lib/istio/fields/drop-empty";
import { type Dependency, dependencyGraph } from "./dependency-graph";
import { type Indexed, type IndexName, indexes } from "./indexes";
import { type ListName, listNames, type MeshLists, type MeshSnapshot } from "./snapshot";
import { wellFormed } from "./well-formed";

/** The objects under one key of an index. */
interface Bucket extends Dependency {
  type: "bucket";
  index: Map<string, Bucket>;
  key: string;
  objects: MeshLists[ListName][];
}

/** A value that was computed once. */
interface Kept extends Dependency {
  type: "kept";
  key: string;
  result: unknown;
}

/** A value that a caller computes from the mesh. */
export interface Computed extends Dependency {
  type: "computed";
  /** Something that it was computed from has changed. */
  outdated(): void;
}

/** The objects of a mesh under all keys of `indexes`, which remember who has looked up what. */
export interface Lookups {
  put<Name extends ListName>(list: Name, object: MeshLists[Name]): void;
  remove<Name extends ListName>(list: Name, object: MeshLists[Name]): void;
  /** Sorted by namespace and name, Gateways and VirtualServices by age first, as in Istio. */
  find<Name extends IndexName>(index: Name, key: string): readonly Indexed<Name>[];
  /** Computed once, and again only when something that the computation has looked up has changed. */
  once<Result>(key: string, work: () => Result): Result;
  compute<Result>(node: Computed, work: () => Result): Result;
  forget(node: Computed): void;
}

const indexNames = Object.keys(indexes) as IndexName[];
const ofList = Map.groupBy(indexNames, (name): ListName => indexes[name].list);

const none: readonly MeshLists[ListName][] = [];

/** With `isFixed`, for a mesh that doesn't change: then nobody needs to know who has looked what up. */
export function createLookups({ isFixed = false }: { isFixed?: boolean } = {}): Lookups {
  const buckets = Object.fromEntries(indexNames.map((name) => [name, new Map<string, Bucket>()])) as Record<
    IndexName,
    Map<string, Bucket>
  >;
  const kept = new Map<string, Kept>();
  const { read, changed, compute, forget, isComputing } = dependencyGraph<Bucket | Kept | Computed>({
    outdated(node) {
      if (node.type === "kept") kept.delete(node.key);
      else if (node.type === "computed") node.outdated();
    },
    unread(node) {
      if (node.type === "bucket") dropEmpty(node);
      else if (node.type === "kept" && kept.delete(node.key)) forget(node);
    },
  });

  function dropEmpty({ index, key, objects, readers }: Bucket): void {
    if (objects.length === 0 && !readers?.size) index.delete(key);
  }

  function bucketOf(name: IndexName, key: string): Bucket {
    const index = buckets[name];
    const known = index.get(key);
    if (known) return known;
    const bucket: Bucket = { type: "bucket", index, key, objects: [] };
    index.set(key, bucket);
    return bucket;
  }

  function eachBucket<Name extends ListName>(
    list: Name,
    object: MeshLists[Name],
    work: (bucket: Bucket) => void,
  ): void {
    for (const name of ofList.get(list) ?? []) {
      const keys = (indexes[name].keys as (object: MeshLists[Name]) => readonly string[])(object);
      for (const key of keys.length > 1 ? new Set(keys) : keys) work(bucketOf(name, key));
    }
  }

  return {
    compute: isFixed ? (_, work) => work() : compute,
    forget,
    put(list, object) {
      eachBucket(list, object, (bucket) => {
        const place = placeIn(bucket.objects, object);
        if (place === bucket.objects.length) bucket.objects.push(object);
        else bucket.objects.splice(place, 0, object);
        changed(bucket);
      });
    },
    remove(list, object) {
      eachBucket(list, object, (bucket) => {
        bucket.objects.splice(bucket.objects.indexOf(object), 1);
        changed(bucket);
        dropEmpty(bucket);
      });
    },
    find<Name extends IndexName>(name: Name, key: string) {
      // Without a reader, nothing has to be notified when something appears under the key later.
      if (isFixed || !isComputing()) return (buckets[name].get(key)?.objects ?? none) as Indexed<Name>[];
      const bucket = bucketOf(name, key);
      read(bucket);
      return bucket.objects as Indexed<Name>[];
    },
    once<Result>(key: string, work: () => Result): Result {
      const known = kept.get(key);
      if (known) {
        read(known);
        return known.result as Result;
      }
      if (!isFixed && !isComputing()) return work();
      const made: Kept = { type: "kept", key, result: null };
      const result = isFixed ? work() : compute(made, work);
      made.result = result;
      kept.set(key, made);
      read(made);
      return result;
    },
  };
}

/** Lookups in a mesh as it was at one moment. */
export function lookupsOf(snapshot: MeshSnapshot): Lookups {
  const lookups = createLookups({ isFixed: true });
  for (const name of listNames)
    for (const object of snapshot[name])
      if (saysSomething(object)) lookups.put(name, wellFormed(name, object));
  return lookups;
}

/** An object without a spec has no effect, and must not stop the checks of others. */
export function saysSomething(object: MeshLists[ListName]): boolean {
  return !("metadata" in object) || hasSpec(object);
}

type Sorted = MeshLists[ListName];
interface Placed {
  name: string;
  namespace?: string;
  creationTimestamp?: string | Date;
}

/** The object's position; usually at the end, because lists arrive sorted. */
function placeIn(objects: readonly Sorted[], object: Sorted): number {
  let low = 0;
  let high = objects.length;
  let middle = high - 1;
  while (low < high) {
    const other = objects[middle];
    if (other !== undefined && compare(other, object) <= 0) low = middle + 1;
    else high = middle;
    middle = (low + high) >> 1;
  }
  return low;
}

/** Istio uses the older of two Gateways or VirtualServices; one that isn't written yet is the youngest. */
export function compare(one: Sorted, other: Sorted): number {
  const a: Placed = "metadata" in one ? one.metadata : one;
  const b: Placed = "metadata" in other ? other.metadata : other;
  const byAge = "kind" in one && takenByAge.has(one.kind) ? order(ageOf(a), ageOf(b)) : 0;
  return byAge || order(spaceOf(a), spaceOf(b)) || order(a.name, b.name);
}

const takenByAge = new Set(["Gateway", "VirtualService"]);

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function ageOf({ creationTimestamp = "~" }: Placed): string {
  return typeof creationTimestamp === "string" ? creationTimestamp : creationTimestamp.toISOString();
}

function spaceOf({ namespace = "" }: Placed): string {
  return namespace;
}
