"use client";
import { Lock, LockOpen, Trash2 } from "lucide-react";
import { useWatch } from "react-hook-form";
import { FieldNotes } from "@/components/mesh-object/fields/field-notes";
import { ChoiceField, numberFromText } from "@/components/mesh-object/fields/form-field";
import { IconButton } from "@/components/ui/button";
import { Input, Slider } from "@/components/ui/form/controls";
import { useTargets } from "./choices";
import { texts } from "./texts";

interface WeightRowProps {
  /** Path of the entry, such as `routes.0.weights.1`. */
  name: string;
  number: number;
  of: string;
  weight: number;
  /** What all weights of the route add up to; with 100 they are percent, and linked sliders set them. */
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
  const { destinations, portsOf, subsetsOf } = useTargets();
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
          />
          <ChoiceField
            name={`${name}.port`}
            label={texts.port}
            mono
            freeText
            placeholder="any"
            options={portsOf(destination)}
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
