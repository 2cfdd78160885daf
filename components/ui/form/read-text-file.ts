import { texts } from "./texts";

const largestInBytes = 1_048_576;

/** The text of a file, or why it is not taken: larger than 1 MiB, or not text. Never throws. */
export async function readTextFile(file: Blob): Promise<{ text?: string; problem?: string }> {
  if (file.size > largestInBytes) return { problem: texts.tooLarge };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (text.includes("\u0000")) return { problem: texts.notText };
    return { text };
  } catch {
    return { problem: texts.notText };
  }
}
