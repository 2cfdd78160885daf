"use client";
import { useId, useMemo, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useSettled } from "@/components/ui/use-settled";
import {
  type Condition,
  type ConditionProblem,
  type ConditionResult,
  printCondition,
} from "@/lib/istio/condition/condition";
import { matchFromCondition } from "@/lib/istio/condition/match";
import { parseCondition } from "@/lib/istio/condition/parse";
import type { RouteProtocol } from "@/lib/istio/condition/subjects";
import { type BuilderNode, conditionOf, type GroupNode, treeOf, withNode } from "./builder-tree";
import { ConditionGroup } from "./condition-group";
import { BuilderContext, ConditionText } from "./condition-term";
import { texts } from "./texts";

export interface ConditionEditorProps {
  /** The owner of the condition: "route 1". */
  of: string;
  /** The text form, which a route stores. */
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
 * A condition as builder and as text, side by side. Each shows changes of the other at once; while the text is
 * invalid, the builder keeps the last valid state and waits.
 */
export function ConditionEditor({ of, value, onChange, onBlur, protocol }: ConditionEditorProps) {
  const [both, setBoth] = useState(() => readBoth(value));
  const [addedId, setAddedId] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const [view, setView] = useState<ConditionView>("both");
  const builder = useRef<HTMLDivElement>(null);
  // Changed elsewhere, e.g. in the YAML: both update.
  const shown = both.text.trim() === value.trim() ? both : readBoth(value);
  if (shown !== both) setBoth(shown);
  const { text, tree } = shown;

  const read = useMemo(() => readCondition(text, protocol), [text, protocol]);
  const fromTree = useMemo(() => matchProblem(conditionOf(tree), protocol), [tree, protocol]);
  // Reports a mistake once typing pauses, and only if it is still there.
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
    setSaid(texts.removed({ name }));
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
            label={texts.asText({ of })}
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

const views = [
  { id: "both", label: texts.both },
  { id: "builder", label: texts.builder },
  { id: "text", label: texts.text },
] as const;

export type ConditionView = (typeof views)[number]["id"];

export interface ConditionViewSwitchProps {
  /** The owner of the condition, for screen readers. */
  of: string;
  value: ConditionView;
  onChange: (view: ConditionView) => void;
}

/** Shows the builder, the text, or both. */
export function ConditionViewSwitch({ of, value, onChange }: ConditionViewSwitchProps) {
  const name = useId();
  return (
    <fieldset className="flex w-fit rounded-md bg-sunken p-0.5">
      <legend className="sr-only">{texts.howEdited({ of })}</legend>
      {views.map((view) => (
        <label
          key={view.id}
          className="cursor-pointer rounded-sm px-2 py-0.5 text-muted text-xs has-focus-visible:outline-2 has-focus-visible:outline-focus has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-low max-sm:px-3 max-sm:py-1.5"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={value === view.id}
            onChange={() => onChange(view.id)}
          />
          {view.label}
        </label>
      ))}
    </fieldset>
  );
}

/** Parses a text, and checks that Istio can match it on such a route. */
export function readCondition(text: string, protocol: RouteProtocol): ConditionResult<Condition | null> {
  const parsed = parseCondition(text);
  if (!parsed.ok) return parsed;
  const problem = matchProblem(parsed.value, protocol);
  return problem ? { ok: false, problem } : parsed;
}

/** Why Istio can't match this condition, with the responsible term; null when it can. */
export function matchProblem(condition: Condition | null, protocol: RouteProtocol): ConditionProblem | null {
  const match = matchFromCondition(condition, protocol);
  return match.ok ? null : match.problem;
}
