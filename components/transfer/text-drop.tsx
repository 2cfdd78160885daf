"use client";
import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { readTextFile } from "@/components/ui/form/file-drop";
import { texts } from "./texts";

export interface TextDropProps {
  onText: (text: string) => void;
  /** Next to the button. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Accepts files that you drop on its children, or choose with its button; nothing leaves the browser by itself. */
export function TextDrop({ onText, actions, children }: TextDropProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function take(files: FileList | null) {
    if (!files || files.length === 0) return;
    const read = await readFiles([...files]);
    setProblem(read.problem);
    if (read.text !== undefined) onText(read.text);
  }
  // The button does the same by keyboard.
  const dropping = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    // Before the editor, which would insert the file's name or text at the pointer.
    onDropCapture: (event: DragEvent) => {
      setOver(false);
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      void take(event.dataTransfer.files);
    },
  };

  return (
    <div
      {...dropping}
      className={cn("grid gap-2 rounded-lg", over && "outline-2 outline-focus outline-dashed")}
    >
      {children}
      <div className="flex flex-wrap items-center gap-2 text-subtle text-xs">
        <Button size="sm" icon={<FileUp aria-hidden />} onClick={() => chooser.current?.click()}>
          {texts.chooseFiles}
        </Button>
        <span role="status">{problem ?? texts.orDrop}</span>
        <div className="ml-auto flex gap-2">{actions}</div>
        <input
          ref={chooser}
          type="file"
          multiple
          accept=".yaml,.yml,.json,application/yaml,application/json"
          aria-label={texts.chooseYamlFiles}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void take(event.target.files);
            event.target.value = "";
          }}
        />
      </div>
    </div>
  );
}

/** The texts of several files as one text of YAML documents, each under its file's name; or what is wrong. */
export async function readFiles(files: readonly File[]): Promise<{ text?: string; problem?: string }> {
  const contents: string[] = [];
  for (const file of files) {
    const read = await readTextFile(file);
    if (read.text === undefined)
      return {
        problem: texts.unreadableFile({ file: file.name, problem: read.problem ?? texts.unreadable }),
      };
    contents.push(files.length > 1 ? `# ${file.name}\n${read.text.trimEnd()}\n` : read.text);
  }
  return { text: contents.join("---\n") };
}
