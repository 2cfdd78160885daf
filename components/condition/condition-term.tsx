"use client";
import { Trash2 } from "lucide-react";
import { Children, createContext, useContext, useEffect, useId, useRef } from "react";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Input, Select, Textarea } from "@/components/ui/form/controls";
import { FieldError } from "@/components/ui/form/field";
import type { ConditionProblem, Term } from "@/lib/istio/condition/condition";
import {
  type Operator,
  type RouteProtocol,
  type SubjectId,
  subjectIds,
  subjectOf,
} from "@/lib/istio/condition/subjects";
import { type BuilderNode, type TermNode, withSubject } from "./builder-tree";
import { operatorInWords } from "./condition-in-words";
import { texts } from "./texts";

/** What the rows of a builder share. */
export interface Builder {
  protocol: RouteProtocol;
  problem: ConditionProblem | null;
  /** The row that was just added and gets the focus. */
  addedId: string | null;
  change: (id: string, change: (node: BuilderNode) => BuilderNode) => void;
  add: (groupId: string, node: BuilderNode) => void;
  remove: (id: string, name: string) => void;
}

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("A row of a condition stands outside of its builder.");
  return builder;
}

/** One comparison of the builder: subject, name, operator, value. */
export function ConditionTerm({ node, number }: { node: TermNode; number: string }) {
  const builder = useBuilder();
  const errorId = useId();
  const row = useRef<HTMLDivElement>(null);
  const { term, negated } = node;
  const subject = subjectOf(term.subject);
  const problem = builder.problem?.term === term ? builder.problem : null;
  const isAdded = builder.addedId === node.id;

  useEffect(() => {
    if (isAdded) row.current?.querySelector("select")?.focus();
  }, [isAdded]);

  const set = (next: Term) => builder.change(node.id, () => ({ ...node, term: withoutPlace(next) }));
  const wrong = problem ? { "aria-invalid": true, "aria-describedby": errorId } : {};

  function compare(choice: string) {
    const operator = choice.replace("not ", "") as Operator;
    const { value, ...rest } = term;
    const compared = { ...rest, operator, ...(operator === "present" ? {} : { value: value ?? "" }) };
    builder.change(node.id, () => ({
      ...node,
      negated: choice.startsWith("not "),
      term: withoutPlace(compared),
    }));
  }

  return (
    <div ref={row} className="grid gap-1">
      <div className="flex flex-wrap items-center gap-1.5">
        <Select
          aria-label={texts.subjectOf({ number })}
          className="w-40 max-sm:w-full"
          options={subjectIds
            .filter((id) => id === term.subject || subjectOf(id).protocols.includes(builder.protocol))
            .map((id) => ({ value: id, label: subjectOf(id).label }))}
          value={term.subject}
          onChange={(event) => set(withSubject(term, event.target.value as SubjectId))}
        />
        {subject.named ? (
          <Input
            mono
            aria-label={texts.namedOf({ subject: subject.named, number })}
            placeholder={texts.example({ value: subject.example })}
            className="w-36! max-sm:w-full!"
            value={term.name ?? ""}
            onChange={(event) => set({ ...term, name: event.target.value })}
            {...wrong}
          />
        ) : null}
        <Select
          aria-label={texts.comparisonOf({ number })}
          className="w-40 max-sm:w-full"
          options={comparisons(term, negated)}
          value={negated ? `not ${term.operator}` : term.operator}
          onChange={(event) => compare(event.target.value)}
        />
        {term.operator === "present" ? null : (
          <Input
            mono
            aria-label={texts.valueOf({ number })}
            placeholder={subject.named ? "value" : texts.example({ value: subject.example })}
            className="w-auto! min-w-32 flex-1"
            value={term.value ?? ""}
            onChange={(event) => set({ ...term, value: event.target.value })}
            {...wrong}
          />
        )}
        {term.subject === "uri" && (term.operator !== "regex" || term.ignoreCase) ? (
          <Checkbox
            label={texts.ignoreCase}
            checked={term.ignoreCase === true}
            onChange={(event) => {
              const { ignoreCase: _before, ...rest } = term;
              set(event.target.checked ? { ...rest, ignoreCase: true } : rest);
            }}
          />
        ) : null}
        <IconButton
          label={texts.removeCondition({ number })}
          onClick={() => builder.remove(node.id, texts.named({ number }))}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <FieldError id={errorId} message={problem?.message} />
    </div>
  );
}

/** A position is valid only for the text that was parsed. */
function withoutPlace({ at: _at, ...term }: Term): Term {
  return term;
}

function comparisons(term: Term, negated: boolean) {
  const { operators, negatable } = subjectOf(term.subject);
  const options = operators.map((operator) => ({
    value: operator as string,
    label: operatorInWords(operator, false),
  }));
  if (!negatable && !negated) return options;
  const negations = operators.map((operator) => ({
    value: `not ${operator}`,
    label: operatorInWords(operator, true),
  }));
  return [...options, ...negations];
}

export interface ConditionTextProps {
  /** Names the text for screen readers: "Condition of route 1 as text". */
  label: string;
  value: string;
  onChange: (text: string) => void;
  onBlur?: (() => void) | undefined;
  problem: ConditionProblem | null;
}

/**
 * The text language of conditions. Underlines the first mistake, explains it, and suggests what could be there
 * instead. A plain text area over a drawn underline, so that it reads and edits like any other field.
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
