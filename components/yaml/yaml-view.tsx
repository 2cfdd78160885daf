"use client";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { downloadText } from "./download-text";

export interface YamlViewProps {
  code: string;
  /** Names the block: "YAML of gateway shop". */
  label: string;
  /** For the download, e.g. "shop.yaml". */
  fileName: string;
}

/** YAML to read, copy and download. */
export function YamlView({ code, label, fileName }: YamlViewProps) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <CodeBlock code={code} label={label} title={fileName} />
      <Button
        size="sm"
        className="self-start"
        icon={<Download aria-hidden />}
        onClick={() => downloadText(fileName, code)}
      >
        Download YAML
      </Button>
    </div>
  );
}
