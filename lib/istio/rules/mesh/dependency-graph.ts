/** Something that was looked up or computed. Whatever is computed from it reads it. */
export interface Dependency {
  /** Created on the first read, because most lookups are read once or never. */
  readers?: Set<Dependency> | undefined;
  reads?: Dependency[] | undefined;
}

interface DependencyHooks<Node extends Dependency> {
  /** Something that it was computed from has changed. */
  outdated(node: Node): void;
  /** Nothing reads it any more. */
  unread(node: Node): void;
}

interface DependencyGraph<Node extends Dependency> {
  isComputing(): boolean;
  /** Records that the current computation depends on this. */
  read(node: Node): void;
  /** Computes, and records everything that is read during the computation. */
  compute<Result>(node: Node, work: () => Result): Result;
  /** Notifies everything that was computed from it, directly or indirectly. */
  changed(node: Node): void;
  /** It no longer depends on anything. */
  forget(node: Node): void;
}

/**
 * Which values were computed from which, by observation: a computation depends on what it reads, so nobody has to declare
 * dependencies, and no declaration can be wrong.
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
