import type { Condition, Group, Term } from "@/lib/istio/condition/condition";
import { type RouteProtocol, type SubjectId, subjectOf } from "@/lib/istio/condition/subjects";

/** A condition as the builder shows it: negation is a property of a row, and each row has its own id. */
export type BuilderNode = TermNode | GroupNode;

export interface TermNode {
  id: string;
  kind: "term";
  negated: boolean;
  term: Term;
}

export interface GroupNode {
  id: string;
  kind: "and" | "or";
  negated: boolean;
  children: BuilderNode[];
}

let made = 0;
function nextId(): string {
  made += 1;
  return `row-${made}`;
}

/** The builder's tree of a condition; always a group, which is empty for "all requests". */
export function treeOf(condition: Condition | null): GroupNode {
  const node = condition && nodeOf(condition, false);
  if (node && node.kind !== "term" && !node.negated) return node;
  return { id: nextId(), kind: "and", negated: false, children: node ? [node] : [] };
}

function nodeOf(condition: Condition, negated: boolean): BuilderNode {
  if (condition.kind === "not") return nodeOf(condition.condition, !negated);
  if (condition.kind === "term") return { id: nextId(), kind: "term", negated, term: condition };
  const children = condition.conditions.map((inner) => nodeOf(inner, false));
  return { id: nextId(), kind: condition.kind, negated, children };
}

/** The condition of the tree. Its terms are the tree's own objects, so that problems can be mapped to rows. */
export function conditionOf(node: BuilderNode): Condition {
  const inner: Term | Group =
    node.kind === "term" ? node.term : { kind: node.kind, conditions: node.children.map(conditionOf) };
  return node.negated ? { kind: "not", condition: inner } : inner;
}

/** The tree with one node changed; `null` removes it. The root can't be removed. */
export function withNode(
  root: GroupNode,
  id: string,
  change: (node: BuilderNode) => BuilderNode | null,
): GroupNode {
  if (root.id === id) {
    const changed = change(root);
    return changed && changed.kind !== "term" ? changed : { ...root, children: [] };
  }
  return { ...root, children: changeIn(root.children, id, change) };
}

function changeIn(
  children: BuilderNode[],
  id: string,
  change: (node: BuilderNode) => BuilderNode | null,
): BuilderNode[] {
  return children.flatMap((child) => {
    if (child.id === id) return change(child) ?? [];
    return child.kind === "term" ? child : { ...child, children: changeIn(child.children, id, change) };
  });
}

const firstSubject: Record<RouteProtocol, SubjectId> = { http: "uri", tcp: "port", tls: "sni" };

/** A new row, with the most common subject on such a route. */
export function newTermNode(protocol: RouteProtocol): TermNode {
  const subject = firstSubject[protocol];
  const operator = subject === "uri" ? "prefix" : "exact";
  return { id: nextId(), kind: "term", negated: false, term: { kind: "term", subject, operator, value: "" } };
}

/** A group with one row, of the opposite kind of its parent: the same kind would be redundant. */
export function newGroupNode(around: GroupNode["kind"], protocol: RouteProtocol): GroupNode {
  const kind = around === "and" ? "or" : "and";
  return { id: nextId(), kind, negated: false, children: [newTermNode(protocol)] };
}

/** The term with another subject; keeps operator, name and value if the new subject supports them. */
export function withSubject(term: Term, subject: SubjectId): Term {
  const { operators, named } = subjectOf(subject);
  const operator = operators.includes(term.operator) ? term.operator : (operators[0] ?? "exact");
  return {
    kind: "term",
    subject,
    operator,
    ...(named ? { name: term.name ?? "" } : {}),
    ...(operator === "present" ? {} : { value: term.value ?? "" }),
  };
}
