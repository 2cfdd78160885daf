"use client";
import { useMemo, useRef, useState } from "react";
import { useSettled } from "@/components/mesh-object/use-settled";
import { cn } from "@/components/ui/cn";
import { parseCondition } from "@/lib/istio/condition/parse";
import { printCondition } from "@/lib/istio/condition/print";
import type { RouteProtocol } from "@/lib/istio/condition/subjects";
import { BuilderContext } from "./builder-context";
import { type BuilderNode, conditionOf, type GroupNode, treeOf, withNode } from "./builder-tree";
import { ConditionGroup } from "./condition-group";
import { ConditionText } from "./condition-text";
import { type ConditionView, ConditionViewSwitch } from "./condition-view-switch";
import { matchProblem, readCondition } from "./read-condition";

export interface ConditionEditorProps {
  /** What the condition is of: "route 1". */
  of: string;
  /** The text form; what a route holds. */
  value: string;
  onChange: (text: string) => void;
  onBlur?: (() => void) | undefined;
  protocol: RouteProtocol;
}

const pauseInMilliseconds = 350;

interface Both {
  text: string;
  tree: GroupNode;
}

function readBoth(text: string): Both {
  const parsed = parseCondition(text);
  return { text, tree: treeOf(parsed.ok ? parsed.value : null) };
}

/**
 * A condition by builder and by text, side by side. Each change of one is seen in the other at once; while
 * the text cannot be read the builder shows what last could, and waits.
 */
export function ConditionEditor({ of, value, onChange, onBlur, protocol }: ConditionEditorProps) {
  const [both, setBoth] = useState(() => readBoth(value));
  const [addedId, setAddedId] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const [view, setView] = useState<ConditionView>("both");
  const builder = useRef<HTMLDivElement>(null);
  // Changed elsewhere, e.g. in the YAML: both follow.
  const shown = both.text.trim() === value.trim() ? both : readBoth(value);
  if (shown !== both) setBoth(shown);
  const { text, tree } = shown;

  const read = useMemo(() => readCondition(text, protocol), [text, protocol]);
  const fromTree = useMemo(() => matchProblem(conditionOf(tree), protocol), [tree, protocol]);
  // A mistake is named once the typing pauses, and only at the place where it still stands.
  const isSettled = useSettled(text, pauseInMilliseconds) === text;
  const isTrue = printCondition(conditionOf(tree)) === text.trim() || parseCondition(text).ok;

  function build(next: GroupNode) {
    const condition = printCondition(conditionOf(next));
    setBoth({ text: condition, tree: next });
    onChange(condition);
  }
  function write(next: string) {
    const parsed = parseCondition(next);
    setBoth({ text: next, tree: parsed.ok ? treeOf(parsed.value) : tree });
    onChange(next);
  }
  function add(groupId: string, node: BuilderNode) {
    setAddedId(node.kind === "term" ? node.id : (node.children[0]?.id ?? null));
    setSaid("");
    build(
      withNode(tree, groupId, (group) =>
        group.kind === "term" ? group : { ...group, children: [...group.children, node] },
      ),
    );
  }
  function remove(id: string, name: string) {
    setSaid(`Removed ${name}`);
    build(withNode(tree, id, () => null));
    builder.current?.querySelector<HTMLElement>("[data-builder-add]")?.focus();
  }

  return (
    <div className="@container grid gap-3">
      <ConditionViewSwitch value={view} onChange={setView} of={of} />
      <div className={cn("grid gap-4", view === "both" && "@3xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]")}>
        <div
          ref={builder}
          inert={!isTrue}
          hidden={view === "text"}
          className={cn("min-w-0 transition-opacity", !isTrue && "opacity-50")}
        >
          <BuilderContext
            value={{
              protocol,
              problem: fromTree,
              addedId,
              add,
              remove,
              change: (id, change) => build(withNode(tree, id, change)),
            }}
          >
            <ConditionGroup node={tree} number="" />
          </BuilderContext>
        </div>
        {view === "builder" ? null : (
          <ConditionText
            label={`Condition of ${of} as text`}
            value={text}
            onChange={write}
            onBlur={onBlur}
            problem={read.ok || !isSettled ? null : read.problem}
          />
        )}
      </div>
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}
