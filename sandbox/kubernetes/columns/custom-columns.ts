import { jsonPath } from "@/sandbox/kubernetes/json/json-path";
import { isRecord, listAt, numberAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { Column } from "@/sandbox/kubernetes/resources/resource-type";
import { ageColumn, ageOf, nameColumn } from "./column";

/** The columns of a CustomResourceDefinition version: its `additionalPrinterColumns`, else the age. */
export function customColumns(version: unknown): Column[] {
  const declared = listAt(version, "additionalPrinterColumns").filter(isRecord);
  if (declared.length === 0) return [nameColumn, ageColumn];
  return [nameColumn, ...declared.map(customColumn)];
}

/** A cell as the API server fills it: the first value at the path, in the declared type; null where there is none. */
function customColumn(declared: Record<string, unknown>): Column {
  const find = jsonPath(textAt(declared, "jsonPath") ?? "");
  const type = textAt(declared, "type") ?? "string";
  return {
    name: String(declared.name),
    // What is a date is shown as an age, and `number` goes for a text in a table.
    type: type === "integer" || type === "boolean" ? type : "string",
    priority: (numberAt(declared, "priority") ?? 0) > 0 ? 1 : 0,
    cell(object, now) {
      const value = find?.(object)[0];
      if (value === undefined || value === null) return null;
      if (type === "date") return ageOf(String(value), now);
      if (type === "integer") return typeof value === "number" ? Math.trunc(value) : null;
      if (type === "boolean") return typeof value === "boolean" ? value : null;
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    },
  };
}
