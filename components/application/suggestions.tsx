import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";

export interface Suggestion {
  id: string;
  label: string;
  onChoose: () => void;
}

/** Buttons that fill in what stands in the cluster already; nothing where there is none. */
export function Suggestions({ label, items }: { label: string; items: readonly Suggestion[] }) {
  if (items.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="text-muted text-sm">{label}</span>
      {items.map(({ id, label: words, onChoose }) => (
        <Button key={id} size="sm" icon={<Plus aria-hidden />} onClick={onChoose} className="max-w-full">
          <span className="truncate font-mono text-xs">{words}</span>
        </Button>
      ))}
    </div>
  );
}
