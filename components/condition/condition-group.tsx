"use client";
import { FolderPlus, Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/form/controls";
import { type GroupNode, newGroupNode, newTermNode } from "./builder-tree";
import { ConditionTerm, useBuilder } from "./condition-term";
import { texts } from "./texts";

const kinds = [
  { value: "and", label: texts.allOf },
  { value: "or", label: texts.anyOf },
  { value: "not and", label: texts.notAllOf },
  { value: "not or", label: texts.noneOf },
] as const;

export interface ConditionGroupProps {
  node: GroupNode;
  /** "" for the outermost group, else its number, such as "2" or "2.1". */
  number: string;
}

/** A group of conditions: how they are joined, its rows, nested groups, and buttons to add more. */
export function ConditionGroup({ node, number }: ConditionGroupProps) {
  const builder = useBuilder();
  const isRoot = number === "";
  const name = isRoot ? texts.theCondition : texts.inGroup({ number });
  return (
    <fieldset
      data-builder-group={node.id}
      className={cn("min-w-0", !isRoot && "rounded-lg border border-line bg-sunken/60 p-3")}
    >
      <legend className="sr-only">{isRoot ? texts.condition : texts.group({ number })}</legend>
      {isRoot && node.children.length < 2 && !node.negated ? null : (
        <div className="mb-2 flex items-center gap-2">
          <Select
            aria-label={texts.howJoined({ name })}
            className="w-52 min-w-0 max-sm:flex-1"
            options={kinds}
            value={node.negated ? `not ${node.kind}` : node.kind}
            onChange={(event) => {
              const { value } = event.target;
              const kind = value.endsWith("and") ? "and" : "or";
              builder.change(node.id, (group) =>
                group.kind === "term" ? group : { ...group, kind, negated: value.startsWith("not") },
              );
            }}
          />
          {isRoot ? null : (
            <IconButton
              label={texts.removeNamed({ name })}
              className="ml-auto"
              onClick={() => builder.remove(node.id, name)}
            >
              <Trash2 aria-hidden />
            </IconButton>
          )}
        </div>
      )}
      {node.children.length === 0 ? (
        <p className="mb-2 text-muted text-sm">{isRoot ? texts.allRequests : texts.emptyGroup}</p>
      ) : (
        <ul className="mb-2 grid gap-2 max-sm:gap-5">
          {node.children.map((child, index) => {
            const childNumber = isRoot ? `${index + 1}` : `${number}.${index + 1}`;
            return (
              <li key={child.id}>
                {child.kind === "term" ? (
                  <ConditionTerm node={child} number={childNumber} />
                ) : (
                  <ConditionGroup node={child} number={childNumber} />
                )}
              </li>
            );
          })}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          data-builder-add
          icon={<Plus aria-hidden />}
          onClick={() => builder.add(node.id, newTermNode(builder.protocol))}
        >
          {texts.addCondition} {isRoot ? null : <span className="sr-only"> {texts.addTo({ name })}</span>}
        </Button>
        <Button
          size="sm"
          icon={<FolderPlus aria-hidden />}
          onClick={() => builder.add(node.id, newGroupNode(node.kind, builder.protocol))}
        >
          {texts.addGroup} {isRoot ? null : <span className="sr-only"> {texts.addTo({ name })}</span>}
        </Button>
      </div>
    </fieldset>
  );
}
