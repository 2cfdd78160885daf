/** One line of the table. */
export interface Row {
  measure: string;
  ours: string;
  floor: string;
  ratio: string;
  target: string;
  /** Null where there is no target. */
  met: boolean | null;
}

/** A row whose figure is compared with a limit, without a floor beside it. */
export function limitRow(measure: string, value: number, limit: number, unit: string): Row {
  return {
    measure,
    ours: figure(value, unit),
    floor: "",
    ratio: "",
    target: `≤ ${limit}${unit ? ` ${unit}` : ""}`,
    met: value <= limit,
  };
}

export function figure(value: number, unit: string): string {
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 2 : 0;
  return `${value.toFixed(digits)}${unit ? ` ${unit}` : ""}`;
}
