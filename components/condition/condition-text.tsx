"use client";
import { Children, useId, useRef } from "react";
import { Textarea } from "@/components/ui/form/controls";
import { FieldError } from "@/components/ui/form/field";
import type { ConditionProblem } from "@/lib/istio/condition/condition";
import { texts } from "./texts";

export interface ConditionTextProps {
  /** Names the text for screen readers: "Condition of route 1 as text". */
  label: string;
  value: string;
  onChange: (text: string) => void;
  onBlur?: (() => void) | undefined;
  problem: ConditionProblem | null;
}

/**
 * The text language of conditions, with the first mistake underlined at its place, said in words, and with
 * what could stand there instead. A plain text area below a drawn underline, so that it reads and edits as
 * any other field.
 */
export function ConditionText({ label, value, onChange, onBlur, problem }: ConditionTextProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;

  function insert(word: string, { start, end }: ConditionProblem) {
    const before = value.slice(0, start);
    const gap = before === "" || /[\s(]$/.test(before) ? "" : " ";
    const text = `${before}${gap}${word} ${value.slice(end).trimStart()}`;
    onChange(text);
    const caret = before.length + gap.length + word.length + 1;
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(caret, caret);
    });
  }

  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <div className="relative">
        <Textarea
          ref={area}
          mono
          aria-label={label}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${errorId} ${helpId}` : helpId}
          placeholder={texts.empty}
          value={value}
          onBlur={onBlur}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => marks.current?.scrollTo({ top: event.currentTarget.scrollTop })}
          className="relative break-words"
        />
        {problem ? (
          <div
            ref={marks}
            aria-hidden
            className="pointer-events-none absolute inset-0 overflow-hidden whitespace-pre-wrap break-words border border-transparent px-2.5 py-1.5 font-mono text-sm text-transparent leading-5 max-sm:text-[1rem]"
          >
            {value.slice(0, problem.start)}
            <span className="underline decoration-2 decoration-failed-solid decoration-wavy underline-offset-3">
              {value.slice(problem.start, problem.end) || "  "}
            </span>
            {value.slice(problem.end)}
          </div>
        ) : null}
      </div>
      {problem ? (
        <FieldError
          id={errorId}
          message={texts.problemAt({ problem: problem.message, position: problem.start + 1 })}
        />
      ) : null}
      {problem?.expected ? (
        <div className="flex flex-wrap items-center gap-1 text-subtle text-xs">
          <span>{texts.expected}</span>
          {problem.expected.map((word) => (
            <button
              key={word}
              type="button"
              aria-label={texts.insert({ word })}
              onClick={() => insert(word, problem)}
              className="cursor-pointer rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-muted hover:bg-hover hover:text-ink"
            >
              {word}
            </button>
          ))}
        </div>
      ) : null}
      <p id={helpId} className="text-pretty text-subtle text-xs">
        {Children.toArray(
          texts.helpText({
            example: (
              <code className="font-mono">
                {'header "user-agent" regex ".*Chrome.*" and uri prefix "/a"'}
              </code>
            ),
            or: <code className="font-mono">or</code>,
            not: <code className="font-mono">not</code>,
          }),
        )}
      </p>
    </div>
  );
}
