/** What a deletion brings about, one sentence each, for its dialog. */
export function LossesList({ losses }: { losses: readonly string[] }) {
  return (
    <div className="text-sm">
      <p className="font-medium text-ink">What happens</p>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-muted marker:text-subtle">
        {losses.map((loss) => (
          <li key={loss} className="break-words">
            {loss}
          </li>
        ))}
      </ul>
    </div>
  );
}
