"use client";
import { Download } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { titleOf } from "@/components/mesh-object/pages/kind-pages";
import { Button } from "@/components/ui/button";
import { deferred } from "@/components/ui/deferred";
import { Skeleton } from "@/components/ui/skeleton";
import { downloadText } from "@/components/yaml/object-yaml";
import { type ObjectText, readObjectText } from "@/components/yaml/read-object-text";
import type { YamlProblem } from "@/components/yaml/yaml-editor";
import { type Kind, kinds } from "@/lib/istio/kinds";
import { readDocuments } from "@/lib/istio/yaml/read";
import { toYaml } from "@/lib/istio/yaml/write";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "./texts";

const height = "h-[calc(100dvh-22rem)] min-h-72";
const YamlEditor = deferred(
  () => import("@/components/yaml/yaml-editor").then((module) => module.YamlEditor),
  () => <Skeleton className={`w-full ${height}`} />,
);

export interface YamlNote {
  /** In the object. */
  path: readonly (string | number)[];
  message: string;
  severity: "error" | "warning";
}

export interface YamlPaneProps {
  kind: Kind;
  virtualCluster: string;
  /** Of an existing object. */
  name: string | undefined;
  /** The cluster's object; null for a new one. */
  existing: KubernetesObject | null;
  /** The form's object; null while the form is invalid. */
  next: KubernetesObject | null;
  /** Called with a complete and valid object from the text. */
  onObject: (object: KubernetesObject) => void;
  /**
   * Typed text that differs from the form's own; the owner keeps it, because the pane unmounts when you change
   * tabs.
   */
  typed: string | null;
  onTyped: (text: string | null) => void;
  /** The review's problems by place in the current object. */
  notes: readonly YamlNote[];
  /** Whether the text is invalid, and so would be lost with the page. */
  onUnread: (isUnread: boolean) => void;
}

/**
 * The YAML beside a form. It follows the form. Typed text goes into the form as soon as it is valid, and stays as
 * typed until the form changes in another way.
 */
export function YamlPane(props: YamlPaneProps) {
  const { kind, virtualCluster, name, existing, next, onObject, typed, onTyped, onUnread, notes } = props;
  const [followed, setFollowed] = useState(() => (next ? toYaml(next) : beginning(kind)));
  const hasFocus = useRef(false);
  const seen = useRef(next);

  useEffect(() => {
    if (!next || seen.current === next) return;
    seen.current = next;
    setFollowed(toYaml(next));
    if (!hasFocus.current) onTyped(null);
  }, [next, onTyped]);

  const text = typed ?? followed;
  // The text is parsed as it arrives, and not again to show its problems.
  const read = useRef<{ text: string; existing: KubernetesObject | null; result: ObjectText } | null>(null);
  const readText = useCallback(
    (changed: string): ObjectText => {
      if (read.current?.text === changed && read.current.existing === existing) return read.current.result;
      const result = readObjectText(changed, { kind, virtualCluster, name, existing });
      read.current = { text: changed, existing, result };
      return result;
    },
    [kind, virtualCluster, name, existing],
  );
  const problems = useMemo(() => (typed === null ? [] : readText(typed).problems), [typed, readText]);

  const isUnread = problems.length > 0;
  useEffect(() => onUnread(isUnread), [isUnread, onUnread]);

  const marks = useMemo(() => (isUnread ? [] : placed(text, notes)), [isUnread, text, notes]);

  function take(changed: string) {
    onTyped(changed);
    const { object } = readText(changed);
    if (object) onObject(object);
  }

  const title = titleOf(kind);
  return (
    <section
      className="grid min-w-0 gap-2"
      aria-label="YAML"
      onFocus={() => {
        hasFocus.current = true;
      }}
      onBlur={() => {
        hasFocus.current = false;
      }}
    >
      <YamlEditor
        label={texts.yamlOf({ kind: title, name: name ?? texts.toBeCreated })}
        value={text}
        onChange={take}
        problems={isUnread ? problems : marks}
        kind={kind}
        className={height}
      />
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p role="status" className="min-w-0 flex-1 text-pretty text-subtle text-xs">
          {problems[0] ? (
            <span className="text-failed">
              {texts.problemAtLine({ problem: problems[0].message, line: lineOf(text, problems[0].start) })}
            </span>
          ) : marks[0] ? (
            texts.marked({
              problem: marks[0].message,
              line: lineOf(text, marks[0].start),
              more: marks.length - 1,
            })
          ) : (
            texts.yamlHelp
          )}
        </p>
        {problems.length > 0 ? (
          <Button size="sm" onClick={() => onTyped(null)}>
            {texts.undoTyping}
          </Button>
        ) : null}
        <Button
          size="sm"
          icon={<Download aria-hidden />}
          onClick={() => downloadText(`${name ?? kind.toLowerCase()}.yaml`, text)}
        >
          {texts.download}
        </Button>
      </div>
    </section>
  );
}

/** Maps problems of places in the object to positions in the text. */
function placed(text: string, notes: readonly YamlNote[]): YamlProblem[] {
  if (notes.length === 0) return [];
  const [document] = readDocuments(text);
  return notes.map(({ path, message, severity }) => {
    const { start = 0, end = 0 } = document?.locate(path) ?? {};
    return { start, end, message, severity };
  });
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** The frame of an object, to start with in the YAML. */
function beginning(kind: Kind): string {
  return `apiVersion: ${kinds[kind].apiVersion}\nkind: ${kind}\nmetadata:\n  name: ""\nspec: {}\n`;
}
