"use client";
import { useVirtualClusterNames } from "@/components/mesh-object/virtual-cluster-choice";
import { Combobox } from "@/components/ui/form/combobox";
import { Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { everywhere, type Grant, roles } from "@/lib/model/roles";
import { scopeWord } from "./role-badges";
import { texts } from "./texts";

const roleOptions = roles.map((role) => ({ value: role, label: texts[role] }));
const namePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether the API accepts the scope. */
export function isScope(scope: string): boolean {
  return scope === everywhere || namePattern.test(scope);
}

interface GrantFieldsProps {
  value: Grant;
  onChange: (next: Grant) => void;
}

/** A role, and where it counts. */
export function GrantFields({ value, onChange }: GrantFieldsProps) {
  const { names, source } = useVirtualClusterNames();
  const error = isScope(value.scope) ? undefined : texts.scopeFormat;
  return (
    <div className="grid gap-4 sm:grid-cols-[9rem_1fr]">
      <Field label={texts.role}>
        <Select
          options={roleOptions}
          value={value.role}
          onChange={(event) =>
            onChange({ ...value, role: roles.find((role) => role === event.target.value) ?? "viewer" })
          }
        />
      </Field>
      <Field label={texts.scope} help={texts.scopeHelp} error={value.scope === "" ? undefined : error}>
        <Combobox
          freeText
          options={[
            { value: texts.everywhere, label: texts.everywhere },
            ...names.map((name) => ({ value: name, label: name })),
          ]}
          source={source}
          value={scopeWord(value.scope)}
          onChange={(typed) =>
            onChange({ ...value, scope: typed === texts.everywhere ? everywhere : typed.trim() })
          }
        />
      </Field>
    </div>
  );
}
