import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { isKind, type Kind } from "@/lib/istio/kinds";
import { fieldsAt, valuesAt } from "@/lib/istio/kinds/fields-at";
import { cursorAt } from "@/lib/istio/yaml/cursor";

/**
 * A source of completions for CodeMirror: the fields and values that the object's schema allows at the
 * cursor. `kind` counts while the document does not name its own.
 */
export function objectCompletion(kind?: Kind) {
  return (context: CompletionContext): CompletionResult | null => {
    const cursor = cursorAt(context.state.doc.toString(), context.pos);
    const of = isKind(cursor.kind) ? cursor.kind : kind;
    if (!of) return null;
    if (!context.explicit && cursor.typed === "" && cursor.at === "key") return null;
    const from = context.pos - cursor.typed.length;
    const options =
      cursor.at === "value"
        ? valuesAt(of, cursor.path).map((value) => ({ label: value, type: "constant" }))
        : fieldsAt(of, cursor.path).map(({ field, required }) => ({
            label: field,
            type: "property",
            apply: `${field}: `,
            ...(required ? { detail: "required", boost: 1 } : {}),
          }));
    return options.length > 0 ? { from, options, validFor: /^[\w.-]*$/ } : null;
  };
}
