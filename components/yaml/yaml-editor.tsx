"use client";
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { isKind, type Kind } from "@/lib/istio/kinds";
import { fieldsAt, valuesAt } from "@/lib/istio/kinds/fields-at";
import { cursorAt } from "@/lib/istio/yaml/cursor";
import { editorTheme } from "./editor-theme";

/** A problem at a position of the text: UTF-16 offsets, `end` exclusive. */
export interface YamlProblem {
  start: number;
  end: number;
  message: string;
  severity?: "error" | "warning";
}

export interface YamlEditorProps {
  /** Names the editor: "YAML of gateway gw-1". */
  label: string;
  value: string;
  /** Without it, the text is read-only: you can read, search and copy it. */
  onChange?: ((text: string) => void) | undefined;
  problems?: readonly YamlProblem[] | undefined;
  /** For completion while the document names no kind. */
  kind?: Kind | undefined;
  /** Must set the height. */
  className?: string | undefined;
}

/** Marks changes from outside, so that they aren't reported back. */
const fromOutside = Annotation.define<boolean>();
const noProblems: readonly YamlProblem[] = [];

/**
 * A YAML editor (CodeMirror 6) with marked problems and completion by Ctrl-Space. Load it with `deferred`, because
 * it is heavy. Tab moves to the next control, as everywhere on the page.
 */
export function YamlEditor(props: YamlEditorProps) {
  const { label, value, onChange, problems = noProblems, kind, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const report = useRef(onChange);
  report.current = onChange;
  const first = useRef(value);
  const readOnly = onChange === undefined;

  useEffect(() => {
    if (!box.current) return;
    const view = new EditorView({
      parent: box.current,
      doc: first.current,
      extensions: [
        lineNumbers(),
        history(),
        yaml(),
        indentOnInput(),
        highlightActiveLine(),
        lintGutter(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(readOnly),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", tabindex: "0" }),
        ...(readOnly ? [] : [autocompletion({ override: [objectCompletion(kind)], icons: false })]),
        keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          const own = update.transactions.every((transaction) => !transaction.annotation(fromOutside));
          if (update.docChanged && own) report.current?.(update.state.doc.toString());
        }),
        ...editorTheme,
      ],
    });
    editor.current = view;
    return () => {
      first.current = view.state.doc.toString();
      view.destroy();
      editor.current = null;
    };
  }, [label, readOnly, kind]);

  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === value) return;
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: value },
      annotations: fromOutside.of(true),
    });
  }, [value]);

  useEffect(() => {
    const view = editor.current;
    if (!view) return;
    const end = view.state.doc.length;
    const diagnostics = problems.map((problem) => ({
      from: Math.min(problem.start, end),
      to: Math.min(Math.max(problem.end, problem.start), end),
      message: problem.message,
      severity: problem.severity ?? ("error" as const),
    }));
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }, [problems]);

  return (
    <div
      ref={box}
      className={cn(
        "min-w-0 overflow-hidden rounded-lg border border-line-strong bg-sunken",
        "focus-within:outline-2 focus-within:outline-focus/40",
        className,
      )}
    />
  );
}

/**
 * A CodeMirror completion source: the fields and values that the object's schema allows at the cursor. `kind`
 * applies while the document doesn't name its own.
 */
export function objectCompletion(kind?: Kind) {
  return (context: CompletionContext): CompletionResult | null => {
    const cursor = cursorAt(context.state.doc.toString(), context.pos);
    const of = isKind(cursor.kind) ? cursor.kind : kind;
    if (!of) return null;
    if (!context.explicit && cursor.typed === "" && cursor.at === "key") return null;
    const from = context.pos - cursor.typed.length;
    const options =
      cursor.at === "value"
        ? valuesAt(of, cursor.path).map((value) => ({ label: value, type: "constant" }))
        : fieldsAt(of, cursor.path).map(({ field, required }) => ({
            label: field,
            type: "property",
            apply: `${field}: `,
            ...(required ? { detail: "required", boost: 1 } : {}),
          }));
    return options.length > 0 ? { from, options, validFor: /^[\w.-]*$/ } : null;
  };
}
