import { Callout } from "@/components/ui/notices";
import type { Problem } from "@/lib/api/problem";

/** Why an object was not saved, where nothing can be decided but the values put right. */
export function SaveRefusal({ problem }: { problem: Problem }) {
  const { title, detail, errors = [] } = problem;
  return (
    <Callout tone="failed" title={`It was not saved: ${title.toLowerCase()}`} className="mt-6">
      <p>{detail}</p>
      {errors.length > 1 ? (
        <ul className="mt-1 list-disc pl-4">
          {errors.map(({ path, message }) => (
            <li key={`${path.join(".")} ${message}`}>{message}</li>
          ))}
        </ul>
      ) : null}
    </Callout>
  );
}
