"use client";
import { Lock, LockOpen, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { FieldNotes, useFieldError } from "@/components/mesh-object/fields/field-notes";
import { ChoiceField, numberFromText } from "@/components/mesh-object/fields/form-field";
import { Button, IconButton } from "@/components/ui/button";
import { Input, Slider } from "@/components/ui/form/controls";
import { FieldError } from "@/components/ui/form/field";
import { percentages, proportional, shareWeights } from "@/lib/istio/virtual-service/share-weights";
import { useTargets } from "./choices";
import { texts } from "./texts";

interface WeightsFieldProps {
  /** Path of the list, such as `routes.0.weights`. */
  name: string;
  /** The route's name, for screen readers. */
  of: string;
}

interface Weight {
  destination?: string;
  subset?: string;
  weight?: number;
}

/**
 * The destinations of a route with their shares. The sliders are linked, so that the shares add up to 100; weights
 * with another sum, which Istio also accepts, are set separately.
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
    // Weights with another sum are deliberate ratios, such as 3 to 1: set each separately.
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

interface WeightRowProps {
  /** Path of the entry, such as `routes.0.weights.1`. */
  name: string;
  number: number;
  of: string;
  weight: number;
  /** The sum of the route's weights; if it is 100 they are percentages, and linked sliders set them. */
  total: number;
  /** The only destination: it takes everything. */
  single: boolean;
  isLocked: boolean;
  onLock: () => void;
  onWeight: (weight: number) => void;
  onRemove: () => void;
}

/** One destination of a route: service, port, subset, and its share by slider or number. */
export function WeightRow(props: WeightRowProps) {
  const { name, number, of, weight, total, single, isLocked, onLock, onWeight, onRemove } = props;
  const destination = String(useWatch({ name: `${name}.destination` }) ?? "");
  const { destinations, portsOf, subsetsOf, source } = useTargets();
  // A port or subset is searched by its destination, not by the text in its own field.
  const ofDestination = { ...source, search: () => source.search(destination), isComplete: true };
  const isPercent = total === 100;
  const which = `destination ${number} of ${of}`;
  return (
    <div className="grid gap-2 rounded-lg border border-line p-3">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
        <div className="grid gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1.2fr)]">
          <ChoiceField
            name={`${name}.destination`}
            label={texts.destination}
            required
            mono
            freeText
            example="shop"
            emptyText={texts.notHere}
            options={destinations}
            source={source}
          />
          <ChoiceField
            name={`${name}.port`}
            label={texts.port}
            mono
            freeText
            placeholder="any"
            options={portsOf(destination)}
            source={ofDestination}
            parse={numberFromText}
          />
          <ChoiceField
            name={`${name}.subset`}
            label={texts.subset}
            mono
            freeText
            placeholder="all"
            emptyText={texts.noSubsets}
            options={subsetsOf(destination)}
            source={ofDestination}
          />
        </div>
        <IconButton label={texts.remove({ which })} className="mt-6.5" onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {single ? (
        <p className="text-subtle text-xs">{texts.onlyOne}</p>
      ) : (
        <div data-field={`${name}.weight`} className="grid gap-1">
          <div className="flex items-center gap-2">
            {isPercent ? (
              <Slider
                aria-label={texts.weightOf({ which })}
                valueText={`${weight} percent`}
                min={0}
                max={100}
                value={weight}
                disabled={isLocked}
                onChange={(event) => onWeight(Number(event.target.value))}
              />
            ) : (
              <span className="flex-1 text-right text-muted text-sm">{texts.weight}</span>
            )}
            <div className={isPercent ? "w-20 shrink-0" : "w-28 shrink-0"}>
              <Input
                inputMode="numeric"
                aria-label={(isPercent ? texts.weightInPercentOf : texts.weightOf)({ which })}
                suffix={isPercent ? "%" : `of ${total}`}
                disabled={isLocked}
                value={String(weight)}
                onChange={(event) => onWeight(Number(event.target.value.replace(/\D/g, "")))}
                className="text-right tabular-nums"
              />
            </div>
            <IconButton
              label={(isLocked ? texts.unlock : texts.lock)({ which })}
              aria-pressed={isLocked}
              onClick={onLock}
            >
              {isLocked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
            </IconButton>
          </div>
          <FieldNotes name={`${name}.weight`} />
        </div>
      )}
      <FieldNotes name={name} />
    </div>
  );
}
