"use client";
import { ArrowDown, ArrowUp, ChevronDown, Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { get, useFieldArray, useFormContext, useFormState, useWatch } from "react-hook-form";
import { FieldNotes, useFieldError } from "@/components/mesh-object/fields/field-notes";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { FieldError } from "@/components/ui/form/field";
import type { RouteForm } from "@/lib/istio/virtual-service/route-form";
import { percentages } from "@/lib/istio/virtual-service/share-weights";
import { RouteFields } from "./route-fields";
import { destinationInWords, trafficInWords } from "./route-in-words";
import { texts } from "./texts";

export const emptyRoute = {
  protocol: "http",
  condition: "",
  weights: [{ destination: "", weight: 100 }],
};

/** With more routes than this, they start collapsed, for an overview. */
const mostOpen = 2;

/** The routes of a VirtualService: add, remove, and reorder with buttons or Alt and the arrow keys. */
export function RoutesField() {
  const { control } = useFormContext();
  const { fields, append, remove, move } = useFieldArray({ control, name: "routes" });
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState("");
  const [begunWith] = useState(fields.length);
  const error = useFieldError("routes");

  function put(from: number, to: number, selector: string) {
    if (to < 0 || to >= fields.length) return;
    move(from, to);
    setSaid(texts.moved({ from: from + 1, to: to + 1, total: fields.length }));
    // The moved element loses the focus when the browser takes it out of the page.
    requestAnimationFrame(() => {
      const card = list.current?.children[to];
      const button = card?.querySelector<HTMLButtonElement>(selector);
      const target = button?.disabled ? card?.querySelector<HTMLButtonElement>("[data-toggle]") : button;
      target?.focus();
    });
  }

  return (
    <div data-field="routes" className="grid grid-cols-1 gap-3">
      <ol ref={list} className="grid grid-cols-1 gap-3">
        {fields.map(({ id }, index) => (
          <li key={id} data-field={`routes.${index}`}>
            <RouteCard
              name={`routes.${index}`}
              number={index + 1}
              total={fields.length}
              startsOpen={begunWith <= mostOpen || index >= begunWith}
              onMove={(by, selector) => put(index, index + by, selector)}
              onRemove={() => {
                remove(index);
                setSaid(`Route ${index + 1} removed`);
              }}
            >
              <RouteFields name={`routes.${index}`} number={index + 1} />
            </RouteCard>
          </li>
        ))}
      </ol>
      <FieldError message={error} />
      <FieldNotes name="routes" />
      <div>
        <Button icon={<Plus aria-hidden />} onClick={() => append(structuredClone(emptyRoute))}>
          {texts.addRoute}
        </Button>
      </div>
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}

interface RouteCardProps {
  name: string;
  number: number;
  total: number;
  startsOpen: boolean;
  /** `selector` finds the button that moved it, to return the focus. */
  onMove: (by: 1 | -1, selector: string) => void;
  onRemove: () => void;
  children: ReactNode;
}

/** The frame of one route: a summary in words, and buttons to move and remove it; collapsible. */
export function RouteCard(props: RouteCardProps) {
  const { name, number, total, startsOpen, onMove, onRemove, children } = props;
  const id = useId();
  const { control } = useFormContext();
  const { errors } = useFormState({ control });
  const [isOpen, setIsOpen] = useState(startsOpen);
  const isWrong = get(errors, name) !== undefined;
  const route = useWatch({ control, name }) as RouteForm | undefined;

  function onKeyDown(event: KeyboardEvent) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1, "[data-toggle]");
  }

  return (
    <section
      aria-label={texts.routeNumber({ number })}
      className="min-w-0 rounded-xl border border-line bg-surface shadow-low"
    >
      <div className="flex items-center gap-1 py-1.5 pr-2 pl-1.5">
        <button
          type="button"
          data-toggle
          aria-expanded={isOpen}
          aria-controls={id}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          title={texts.altArrows}
          onClick={() => setIsOpen(!isOpen)}
          onKeyDown={onKeyDown}
          className="flex min-w-0 flex-1 cursor-pointer flex-wrap items-center gap-x-2 rounded-md sm:flex-nowrap px-2 py-1 text-left hover:bg-hover"
        >
          <ChevronDown
            aria-hidden
            className={cn("size-4 shrink-0 text-subtle transition-transform", !isOpen && "-rotate-90")}
          />
          <span className="shrink-0 font-medium text-ink">{texts.routeNumber({ number })}</span>
          {isWrong ? <Badge tone="failed">{texts.notValid}</Badge> : null}
          <span className="min-w-0 truncate text-muted text-sm max-sm:w-full max-sm:pl-6">
            {route ? summaryOf(route) : ""}
          </span>
        </button>
        <IconButton
          label={texts.moveUp({ number })}
          data-up
          disabled={number === 1}
          onClick={() => onMove(-1, "[data-up]")}
        >
          <ArrowUp aria-hidden />
        </IconButton>
        <IconButton
          label={texts.moveDown({ number })}
          data-down
          disabled={number === total}
          onClick={() => onMove(1, "[data-down]")}
        >
          <ArrowDown aria-hidden />
        </IconButton>
        <IconButton label={texts.removeRoute({ number })} onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <div id={id} hidden={!isOpen} className="border-line border-t p-4">
        {children}
      </div>
    </section>
  );
}

function summaryOf(route: RouteForm): string {
  const weights = route.weights ?? [];
  const shares = percentages(weights.map(({ weight }) => weight));
  const targets = weights.flatMap((weight, index) => {
    if (!weight.destination) return [];
    return [`${destinationInWords(weight)}${weights.length > 1 ? ` ${shares[index]}%` : ""}`];
  });
  const condition = trafficInWords({ ...route, condition: route.condition ?? "" });
  return [condition, targets.join(" · ")].filter(Boolean).join(" → ");
}
