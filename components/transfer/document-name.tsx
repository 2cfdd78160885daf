import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { objectNameProblem } from "@/lib/model/dns-name";
import { texts } from "./texts";

export interface DocumentNameProps {
  /** What the document is, and where it begins: the name of the field for readers of screens. */
  kind: string;
  line: number;
  onName: (name: string) => void;
}

/** Asks for the name of a document that has none: the original's command took it from the command line. */
export function DocumentName({ kind, line, onName }: DocumentNameProps) {
  const [name, setName] = useState("");
  const [isTried, setTried] = useState(false);
  const problem = objectNameProblem(name);
  const use = () => {
    setTried(true);
    if (problem === null) onName(name);
  };
  return (
    <Field
      label={texts.nameOf({ kind, line })}
      help={texts.nameHelp}
      error={isTried ? (problem ?? undefined) : undefined}
    >
      <div className="flex gap-2">
        <Input
          mono
          value={name}
          onChange={(event) => setName(event.target.value.trim())}
          onKeyDown={(event) => {
            if (event.key === "Enter") use();
          }}
        />
        <Button className="shrink-0" onClick={use}>
          {texts.takeName}
        </Button>
      </div>
    </Field>
  );
}
