import { readTextFile } from "@/components/ui/form/read-text-file";

/** The texts of several files as one text of YAML documents, with the name of each above; or what is wrong. */
export async function readFiles(files: readonly File[]): Promise<{ text?: string; problem?: string }> {
  const texts: string[] = [];
  for (const file of files) {
    const read = await readTextFile(file);
    if (read.text === undefined) return { problem: `${file.name}: ${read.problem ?? "cannot be read"}` };
    texts.push(files.length > 1 ? `# ${file.name}\n${read.text.trimEnd()}\n` : read.text);
  }
  return { text: texts.join("---\n") };
}
