/** Names of what is missing, one below the other. */
export function NamesList({ names }: { names: readonly string[] }) {
  return (
    <ul className="mt-1 list-disc pl-5 font-mono text-xs">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}
