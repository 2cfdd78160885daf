"use client";
import { Download } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/copy-button";
import { toYaml } from "@/lib/istio/yaml/write";
import { texts } from "./texts";

/** An object in YAML, to read, copy and download. */
export function ObjectYaml({ object, name, title }: { object: object; name: string; title: string }) {
  const text = useMemo(() => toYaml(object), [object]);
  return (
    <div className="grid gap-3">
      <CodeBlock code={text} label={texts.yamlOf({ title, name })} title={`${name}.yaml`} />
      <div>
        <Button icon={<Download aria-hidden />} onClick={() => downloadText(`${name}.yaml`, text)}>
          {texts.download}
        </Button>
      </div>
    </div>
  );
}

/** Saves a text as a file through the browser. */
export function downloadText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the URL after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
