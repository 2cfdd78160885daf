"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { FieldNotes, useFieldError } from "@/components/mesh-object/fields/field-notes";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/form/field";
import { percentages, proportional, shareWeights } from "@/lib/istio/virtual-service/share-weights";
import { texts } from "./texts";
import { WeightRow } from "./weight-row";

interface WeightsFieldProps {
  /** Path of the list, such as `routes.0.weights`. */
  name: string;
  /** Of the route, for names read out. */
  of: string;
}

interface Weight {
  destination?: string;
  subset?: string;
  weight?: number;
}

/**
 * The destinations of a route with their shares. The sliders are linked, so that the shares go on adding up to 100;
 * weights of another sum, which Istio takes too, are set one by one.
 */
export function WeightsField({ name, of }: WeightsFieldProps) {
  const { control, setValue, trigger } = useFormContext();
  const { fields, append, remove } = useFieldArray({ control, name });
  const values = (useWatch({ control, name }) ?? []) as Weight[];
  const [locked, setLocked] = useState<ReadonlySet<string>>(new Set());
  const error = useFieldError(name);
  const weights = values.map(({ weight }) => (Number.isFinite(weight) ? Number(weight) : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  function setAll(next: readonly number[]) {
    next.forEach((weight, index) => {
      setValue(`${name}.${index}.weight`, weight, { shouldDirty: true });
    });
    void trigger(name);
  }
  function setOne(index: number, value: number) {
    // Weights of another sum are somebody's own shares, such as 3 to 1: each is set by itself.
    if (total !== 100) return setAll(weights.map((weight, at) => (at === index ? value : weight)));
    const held = fields.flatMap(({ id }, at) => (locked.has(id) ? [at] : []));
    setAll(shareWeights(weights, index, value, held));
  }
  function toggleLock(id: string) {
    const next = new Set(locked);
    if (!next.delete(id)) next.add(id);
    setLocked(next);
  }
  function add() {
    append({ destination: "", weight: fields.length === 0 ? 100 : 0 });
  }
  function removeAt(index: number) {
    remove(index);
    const rest = weights.filter((_, at) => at !== index);
    if (rest.length > 0 && (total === 100 || rest.length === 1)) setAll(proportional(rest, 100));
  }

  return (
    <div data-field={name} className="grid gap-3">
      {fields.length > 0 ? (
        <ul className="grid gap-3">
          {fields.map(({ id }, index) => (
            <li key={id} aria-label={texts.destinationOf({ number: index + 1, of })}>
              <WeightRow
                name={`${name}.${index}`}
                number={index + 1}
                of={of}
                weight={weights[index] ?? 0}
                total={total}
                single={fields.length === 1}
                isLocked={locked.has(id)}
                onLock={() => toggleLock(id)}
                onWeight={(value) => setOne(index, value)}
                onRemove={() => removeAt(index)}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <FieldError message={error} />
      <FieldNotes name={name} />
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" icon={<Plus aria-hidden />} onClick={add}>
          {texts.addDestination} <span className="sr-only">{texts.addTo({ of })}</span>
        </Button>
        {fields.length > 1 ? (
          <Button
            size="sm"
            onClick={() =>
              setAll(
                proportional(
                  fields.map(() => 1),
                  100,
                ),
              )
            }
          >
            {texts.shareEqually}
          </Button>
        ) : null}
        {fields.length > 1 && total !== 100 ? (
          <Button size="sm" onClick={() => setAll(proportional(weights, 100))}>
            {texts.addUp}
          </Button>
        ) : null}
        {fields.length > 1 ? (
          <span role="status" className="ml-auto text-muted text-sm tabular-nums">
            {total === 100
              ? texts.totalIs100
              : texts.sharesOf({
                  total,
                  shares: percentages(weights)
                    .map((share) => `${share}%`)
                    .join(", "),
                })}
          </span>
        ) : null}
      </div>
    </div>
  );
}
