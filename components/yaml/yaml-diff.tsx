"use client";
import { yaml } from "@codemirror/lang-yaml";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { editorTheme } from "./editor-theme";

export interface YamlDiffProps {
  /** Names the view: "Changes of gateway gw-1". */
  label: string;
  /** The current text; empty if the object doesn't exist yet. */
  current: string;
  next: string;
  /** Must set the height. */
  className?: string | undefined;
}

/** The effect of a change on a YAML text: removed lines above added ones, unchanged parts folded. */
export function YamlDiff({ label, current, next, className }: YamlDiffProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return;
    const view = new EditorView({
      parent: box.current,
      doc: next,
      extensions: [
        lineNumbers(),
        yaml(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", tabindex: "0" }),
        unifiedMergeView({
          original: current,
          mergeControls: false,
          gutter: true,
          collapseUnchanged: { margin: 3, minSize: 6 },
        }),
        ...editorTheme,
      ],
    });
    return () => view.destroy();
  }, [label, current, next]);
  return (
    <div
      ref={box}
      className={cn("min-w-0 overflow-hidden rounded-lg border border-line-strong bg-sunken", className)}
    />
  );
}
