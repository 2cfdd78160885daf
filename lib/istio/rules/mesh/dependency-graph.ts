/** Something that was looked up or computed; what is computed from it reads it. */
export interface Dependency {
  /** Made when first read: most of what is looked up is read once or never. */
  readers?: Set<Dependency> | undefined;
  reads?: Dependency[] | undefined;
}

interface DependencyHooks<Node extends Dependency> {
  /** Something that it was computed from is no longer so. */
  outdated(node: Node): void;
  /** Nothing reads it any more. */
  unread(node: Node): void;
}

interface DependencyGraph<Node extends Dependency> {
  isComputing(): boolean;
  /** Notes that what is being computed now stands on this. */
  read(node: Node): void;
  /** Computes, and notes all that is read meanwhile. */
  compute<Result>(node: Node, work: () => Result): Result;
  /** Tells everything that was computed from it, at any distance. */
  changed(node: Node): void;
  /** It stands on nothing any more. */
  forget(node: Node): void;
}

/**
 * Who was computed from what, found out by watching: what a computation reads is what it depends on, so that nobody
 * has to declare it and a declaration cannot be wrong.
 */
export function dependencyGraph<Node extends Dependency>(
  hooks: DependencyHooks<Node>,
): DependencyGraph<Node> {
  let computing: Node | null = null;

  function forget(node: Node): void {
    const reads = (node.reads ?? []) as Node[];
    node.reads = undefined;
    for (const read of reads) {
      read.readers?.delete(node);
      if (read.readers?.size === 0) hooks.unread(read);
    }
  }

  function changed(node: Node): void {
    if (!node.readers?.size) return;
    for (const reader of [...node.readers] as Node[]) {
      forget(reader);
      hooks.outdated(reader);
      changed(reader);
    }
  }

  return {
    forget,
    changed,
    isComputing: () => computing !== null,
    read(node) {
      if (!computing || node.readers?.has(computing)) return;
      node.readers ??= new Set();
      node.readers.add(computing);
      computing.reads ??= [];
      computing.reads.push(node);
    },
    compute(node, work) {
      forget(node);
      const outer = computing;
      computing = node;
      try {
        return work();
      } finally {
        computing = outer;
      }
    },
  };
}
