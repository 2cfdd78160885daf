"use client";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { FieldNotes, useFieldError } from "@/components/mesh-object/fields/field-notes";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/form/field";
import { RouteCard } from "./route-card";
import { RouteFields } from "./route-fields";
import { texts } from "./texts";

export const emptyRoute = {
  protocol: "http",
  condition: "",
  weights: [{ destination: "", weight: 100 }],
};

/** More routes than these begin folded, so that the list can be surveyed. */
const mostOpen = 2;

/**
 * The routes of a Virtual Service: added, removed, and put in order by buttons or Alt with the arrow keys.
 */
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
