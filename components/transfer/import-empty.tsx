import { FileInput } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/notices";
import { exampleYaml } from "./example-yaml";

/** In place of the preview while there is no text: what can be imported, with an example to try. */
export function ImportEmpty({ onExample }: { onExample: (text: string) => void }) {
  return (
    <EmptyState
      icon={<FileInput aria-hidden />}
      title="Paste YAML, or drop files"
      description="One or many documents: Gateways, Virtual Services, Destination Rules, Service Entries and Services as kubectl writes them, or the YAML of Vamp Lamia. Nothing is written before you have seen what will change."
      actions={<Button onClick={() => onExample(exampleYaml)}>Try an example</Button>}
    />
  );
}
