import { Select } from "@/components/ui/form/controls";
import { type Level, levels } from "@/lib/api/choices";
import { levelLooks } from "./event-line";
import { texts } from "./texts";

export interface LevelSelectProps {
  value: Level | null;
  onChange: (level: Level | null) => void;
}

/** A filter by level. */
export function LevelSelect({ value, onChange }: LevelSelectProps) {
  return (
    <Select
      aria-label={texts.level}
      className="w-full sm:w-40"
      placeholder={texts.allLevels}
      value={value ?? ""}
      options={levels.map((level) => ({ value: level, label: levelLooks[level].word }))}
      onChange={({ target }) => onChange(levels.find((level) => level === target.value) ?? null)}
    />
  );
}
