import { Button } from "@/components/ui/button";

/** Makes a virtual cluster of a namespace. */
export function TakeButton({ name, busy, onTake }: { name: string; busy: boolean; onTake: () => void }) {
  return (
    <Button size="sm" busy={busy} onClick={onTake} aria-label={`Take ${name} under management`}>
      Take under management
    </Button>
  );
}
