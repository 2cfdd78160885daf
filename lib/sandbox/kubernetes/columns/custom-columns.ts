import { isRecord } from "../json/is-record";
import { listAt, numberAt, textAt, valueAt } from "../json/value-at";
import type { Column } from "../resources/resource-type";
import { ageColumn, ageOf, nameColumn } from "./column";

/** The columns of a CustomResourceDefinition version: its `additionalPrinterColumns`, else the age. */
export function customColumns(version: unknown): Column[] {
  const declared = listAt(version, "additionalPrinterColumns").filter(isRecord);
  if (declared.length === 0) return [nameColumn, ageColumn];
  return [nameColumn, ...declared.map(customColumn)];
}

function customColumn(declared: Record<string, unknown>): Column {
  const path = (textAt(declared, "jsonPath") ?? "").split(".").filter((part) => part !== "");
  const isDate = declared.type === "date";
  return {
    name: String(declared.name),
    type: "string",
    priority: (numberAt(declared, "priority") ?? 0) > 0 ? 1 : 0,
    cell: (object, now) => {
      const value = valueAt(object, ...path);
      if (value === undefined || value === null) return "";
      if (isDate) return ageOf(String(value), now);
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    },
  };
}
